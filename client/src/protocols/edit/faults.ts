import type { ProtocolFault } from "@watchroom/shared/protocol";
import type { Path } from "@watchroom/shared/protocol-faults";

/** Whether a fault belongs to this place itself. */
const isAt = (fault: ProtocolFault, path: Path): boolean =>
  fault.path.length === path.length && path.every((step, index) => fault.path[index] === step);

/** Whether it belongs to this place or to something in it. */
const isWithin = (fault: ProtocolFault, path: Path): boolean =>
  fault.path.length >= path.length && path.every((step, index) => fault.path[index] === step);

/** Pure. The sentences that stand beside a place. `whole`: those of what is in it too. */
export const sentencesAt = (faults: readonly ProtocolFault[], path: Path, whole: boolean): string[] =>
  faults.filter((fault) => (whole ? isWithin(fault, path) : isAt(fault, path))).map(({ sentence }) => sentence);

/** The id of a place's field on the page. */
export const placeId = (path: Path): string => `protocol-${path.join("-")}`;
