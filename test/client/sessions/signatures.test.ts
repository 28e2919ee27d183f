import { describe, expect, it } from "vitest";
import {
  correctionsText,
  isCorrectable,
  isLocked,
  isToSign,
  missingSigners,
  signatureText,
  signerOf,
} from "../../../client/src/sessions/signatures.ts";
import { sessionRow, signature } from "./session-row.ts";

const signedBy = (...roles: ("nurse" | "physician")[]) => sessionRow({}, { signatures: roles.map(signature) });

describe("the signatures of a session", () => {
  it("are one of a nurse and one of a physician, and both lock it", () => {
    expect(missingSigners(signedBy())).toEqual(["nurse", "physician"]);
    expect(missingSigners(signedBy("physician"))).toEqual(["nurse"]);
    expect(isLocked(signedBy("physician"))).toBe(false);
    expect(isLocked(signedBy("nurse", "physician"))).toBe(true);
  });
  it("say whose is missing", () => {
    expect(signatureText(signedBy())).toBe("To sign: nurse, physician");
    expect(signatureText(signedBy("nurse"))).toBe("To sign: physician");
    expect(signatureText(signedBy("nurse", "physician"))).toBe("Signed");
  });
  it("are nobody's while the session runs", () => {
    const running = sessionRow({ endedAt: null });
    expect(missingSigners(running)).toEqual([]);
    expect(isLocked(running)).toBe(false);
    expect(isToSign(running, "physician")).toBe(false);
    expect(signatureText(running)).toBeNull();
  });
  it("are asked of each person by their own role only", () => {
    expect(isToSign(signedBy("nurse"), "nurse")).toBe(false);
    expect(isToSign(signedBy("nurse"), "physician")).toBe(true);
    expect(isToSign(signedBy("nurse"), "administrator")).toBe(true);
    expect([signerOf("trainer"), signerOf("administrator"), signerOf("nurse")]).toEqual([null, null, "nurse"]);
  });
});

describe("corrections", () => {
  it("are added after the end, by a trainer to simulated sessions only", () => {
    expect(isCorrectable(sessionRow(), "nurse")).toBe(true);
    expect(isCorrectable(sessionRow({ endedAt: null }), "nurse")).toBe(false);
    expect(isCorrectable(sessionRow(), "trainer")).toBe(false);
    expect(isCorrectable(sessionRow({ simulated: true }), "trainer")).toBe(true);
    expect(isCorrectable(sessionRow(), "administrator")).toBe(false);
  });
  it("stay possible when the session is locked", () => {
    expect(isCorrectable(signedBy("nurse", "physician"), "physician")).toBe(true);
  });
  it("are counted where there are any", () => {
    expect([correctionsText(0), correctionsText(1), correctionsText(2)]).toEqual([
      null,
      "1 correction",
      "2 corrections",
    ]);
  });
});
