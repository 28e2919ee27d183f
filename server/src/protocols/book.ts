import type { ProtocolVersion } from "@watchroom/shared/http-sessions";
import { faultsOfProtocol, PROTOCOLS, Protocol } from "@watchroom/shared/protocol";
import { formFaultsOf } from "@watchroom/shared/protocol-faults";
import { assert, ok, type Result, refuse } from "@watchroom/shared/result";
import type { Route } from "@watchroom/shared/session";
import type { Clock } from "@watchroom/shared/time";
import { createTurn } from "../auth/turn.ts";
import type { Log } from "../log.ts";
import type { ActivationRow, ProtocolRow, StoreClient } from "../store/store.ts";

/** Who saves or activates, as the record names them. */
type Author = { readonly operatorId: string; readonly displayName: string };

type SaveFailure =
  | {
      readonly ok: false;
      readonly code: "protocol-faulty";
      readonly message: string;
      /** A sentence each. */
      readonly faults: readonly string[];
    }
  | { readonly ok: false; readonly code: "version-taken" | "no-such-protocol"; readonly message: string };

/** The clinic's protocols with all their versions, held in memory. */
export type ProtocolBook = {
  /** Of each protocol the newest version first; presets before the clinic's own. */
  versions(): ProtocolVersion[];
  /**
   * What a session that starts now runs by: the active version of this protocol, if it is for this route; without an id
   * the first active one of the route, presets first. Null: there is none.
   */
  forSession(route: Route, protocolId: string | undefined): Protocol | null;
  /**
   * Keeps a document as the next version. `basedOn`: the version that was edited; null: a new protocol, which gets an id
   * from its name when it has none. Not active until somebody activates it.
   */
  save(
    document: unknown,
    basedOn: number | null,
    note: string,
    by: Author,
  ): Promise<{ readonly ok: true; readonly value: ProtocolVersion } | SaveFailure>;
  /** Of one protocol at most one version is active: making one active ends the other. */
  activate(
    protocolId: string,
    version: number,
    active: boolean,
    by: Author,
  ): Promise<Result<ProtocolVersion, "no-such-protocol">>;
};

type BookParts = { readonly store: StoreClient; readonly clock: Clock; readonly log: Log };

/** Reads the kept versions, and keeps each preset that is not among them. */
export async function createProtocolBook(parts: BookParts): Promise<ProtocolBook> {
  const { store } = parts;
  const [rows, activations] = await Promise.all([store.protocolVersions(), store.activations()]);
  const book = new KeptBook(parts, rows, activations);
  // A new release on a full disk: its presets can wait for the next start, the patients cannot.
  await book.keepPresets().catch((error: unknown) => parts.log.warn("presets-not-kept", { error: String(error) }));
  return {
    versions: () => book.versions(),
    forSession: (route, protocolId) => book.forSession(route, protocolId),
    save: (...args) => book.inTurn(() => book.save(...args)),
    activate: (...args) => book.inTurn(() => book.activate(...args)),
  };
}

const PRESET_IDS: ReadonlySet<string> = new Set(Object.values(PROTOCOLS).map(({ id }) => id));
const PRESET_NOTE = "Comes with Watchroom";

/** The document without what the server gives it. Both sides were parsed, so that their parts are in one order. */
const textOf = ({ version: _version, author: _author, ...document }: Protocol): string => JSON.stringify(document);
const key = (protocolId: string, version: number): string => `${protocolId} ${version}`;

class KeptBook {
  readonly #parts: BookParts;
  readonly #rows: ProtocolRow[];
  readonly #activations: ActivationRow[];
  /** One change after the other, so that two people who save at once are told of each other. */
  readonly inTurn = createTurn();

  constructor(parts: BookParts, rows: readonly ProtocolRow[], activations: readonly ActivationRow[]) {
    this.#parts = parts;
    this.#rows = [...rows];
    this.#activations = [...activations];
  }

  /** A preset that is new here is active; another text of one that is known waits for a person to activate it. */
  async keepPresets(): Promise<void> {
    for (const preset of Object.values(PROTOCOLS)) {
      const known = this.#rows.filter(({ protocol }) => protocol.id === preset.id);
      if (known.some(({ protocol }) => textOf(protocol) === textOf(preset))) continue;
      const version = this.#newest(preset.id) + 1;
      await this.#put({ ...preset, version }, preset.author, PRESET_NOTE);
      if (known.length === 0) await this.#putActivation(preset.id, version, true, preset.author);
    }
  }

  versions(): ProtocolVersion[] {
    const active = this.#active();
    return this.#ids().flatMap((id) =>
      this.#rows
        .filter(({ protocol }) => protocol.id === id)
        .toSorted((a, b) => b.protocol.version - a.protocol.version)
        .map((row) => this.#versionOf(row, active)),
    );
  }

  forSession(route: Route, protocolId: string | undefined): Protocol | null {
    const active = this.#active();
    const usable = this.#ids().flatMap((id) => active.get(id)?.protocol ?? []);
    const isIt = (protocol: Protocol): boolean =>
      protocol.route === route && (protocolId === undefined || protocol.id === protocolId);
    return usable.find(isIt) ?? null;
  }

  async save(document: unknown, basedOn: number | null, note: string, by: Author): ReturnType<ProtocolBook["save"]> {
    if (typeof document !== "object" || document === null || Array.isArray(document)) {
      return faulty(["The document: it is no protocol. Export one to see what it looks like."]);
    }
    const given = document as Readonly<Record<string, unknown>>;
    const id = basedOn === null ? (given["id"] ?? this.#idFrom(given["name"])) : given["id"];
    const newest = typeof id === "string" ? this.#newest(id) : 0;
    const whole = { ...given, id, version: newest + 1, author: by.displayName };
    const parsed = Protocol.safeParse(whole);
    if (!parsed.success) return faulty(formFaultsOf(whole, parsed.error.issues).map(({ sentence }) => sentence));
    const protocol = parsed.data;
    const refusal = this.#refusalOf(protocol, basedOn);
    if (refusal !== null) return refusal;
    const faults = [...faultsOfProtocol(protocol), ...this.#faultsOfRoute(protocol)];
    if (faults.length > 0) return faulty(faults);
    const row = await this.#put(protocol, by.displayName, note);
    this.#parts.log.info("protocol-saved", { protocolId: protocol.id, version: protocol.version, by: by.operatorId });
    return ok(this.#versionOf(row, this.#active()));
  }

  async activate(
    protocolId: string,
    version: number,
    active: boolean,
    by: Author,
  ): ReturnType<ProtocolBook["activate"]> {
    const row = this.#rows.find(({ protocol }) => protocol.id === protocolId && protocol.version === version);
    if (row === undefined) return refuse("no-such-protocol", "There is no such version of a protocol.");
    const before = this.#active().get(protocolId);
    if ((before === row) !== active) {
      // The new one first: it ends the other by itself, so that a crash between the two leaves no gap.
      await this.#putActivation(protocolId, version, active, by.displayName);
      if (active && before) await this.#putActivation(protocolId, before.protocol.version, false, by.displayName);
      this.#parts.log.info("protocol-activated", { protocolId, version, active, by: by.operatorId });
    }
    return ok(this.#versionOf(row, this.#active()));
  }

  #refusalOf({ id, version }: Protocol, basedOn: number | null): SaveFailure | null {
    const last = this.#rows.find(({ protocol }) => protocol.id === id && protocol.version === version - 1);
    if (last === undefined) {
      return basedOn === null ? null : refuse("no-such-protocol", `There is no protocol "${id}" to change.`);
    }
    if (basedOn === last.protocol.version) return null;
    const when = new Date(last.savedAt).toISOString().slice(0, 16).replace("T", " ");
    const newest = `version ${last.protocol.version} of "${last.protocol.name}", saved by ${last.savedBy} on ${when} UTC`;
    if (basedOn !== null) {
      return refuse(
        "version-taken",
        `There is a newer one: ${newest} (${last.note}). Look at it, then change that one.`,
      );
    }
    return refuse("version-taken", `The id "${id}" is taken by ${newest}. Change that one, or choose another id.`);
  }

  /** A session keeps to its route, so a protocol's versions do too. */
  #faultsOfRoute({ id, route }: Protocol): string[] {
    const first = this.#rows.find(({ protocol }) => protocol.id === id)?.protocol.route ?? route;
    return first === route ? [] : [`Route: the versions before are for ${first}. Save it as a new protocol.`];
  }

  #idFrom(name: unknown): string {
    const words =
      String(name ?? "")
        .normalize("NFKD")
        .replaceAll(/\p{M}/gu, "")
        .toLowerCase()
        .match(/[a-z0-9]+/g) ?? [];
    const text = words.join("-").slice(0, ID_LENGTH_MAX).replace(/-$/, "");
    const id = /^[a-z]./.test(text) ? text : `protocol-${text || "1"}`;
    const taken = new Set(this.#ids());
    if (!taken.has(id)) return id;
    let number = 2;
    while (taken.has(`${id}-${number}`)) number += 1;
    return `${id}-${number}`;
  }

  #newest(id: string): number {
    return Math.max(0, ...this.#rows.flatMap(({ protocol }) => (protocol.id === id ? protocol.version : [])));
  }

  /** Presets first, then in the order in which they came. */
  #ids(): string[] {
    const ids = [...new Set(this.#rows.map(({ protocol }) => protocol.id))];
    return [...ids.filter((id) => PRESET_IDS.has(id)), ...ids.filter((id) => !PRESET_IDS.has(id))];
  }

  /** The active version of each protocol: the last one made active, unless it was ended. */
  #active(): ReadonlyMap<string, ProtocolRow> {
    const byKey = new Map(this.#rows.map((row) => [key(row.protocol.id, row.protocol.version), row]));
    const active = new Map<string, ProtocolRow>();
    for (const { protocolId, version, active: isActive } of this.#activations) {
      const row = byKey.get(key(protocolId, version));
      assert(row !== undefined, "an activation is of a version that is kept");
      if (isActive) active.set(protocolId, row);
      else if (active.get(protocolId) === row) active.delete(protocolId);
    }
    return active;
  }

  #versionOf(row: ProtocolRow, active: ReadonlyMap<string, ProtocolRow>): ProtocolVersion {
    const { id, version } = row.protocol;
    const own = this.#activations.filter((one) => one.protocolId === id && one.version === version);
    const activations = own.toReversed().map(({ at, by, active: isActive }) => ({ at, by, active: isActive }));
    return { ...row, active: active.get(id) === row, activations };
  }

  async #put(protocol: Protocol, savedBy: string, note: string): Promise<ProtocolRow> {
    const row: ProtocolRow = { protocol, savedAt: this.#parts.clock.now().wall, savedBy, note };
    await this.#parts.store.putProtocolVersion(row);
    this.#rows.push(row);
    return row;
  }

  async #putActivation(protocolId: string, version: number, active: boolean, by: string): Promise<void> {
    const row: ActivationRow = { protocolId, version, active, at: this.#parts.clock.now().wall, by };
    await this.#parts.store.putActivation(row);
    this.#activations.push(row);
  }
}

/** Room for a number behind it. */
const ID_LENGTH_MAX = 50;

function faulty(faults: readonly string[]): SaveFailure {
  const count = faults.length === 1 ? "one fault" : `${faults.length} faults`;
  return { ok: false, code: "protocol-faulty", message: `The protocol has ${count} and was not saved.`, faults };
}
