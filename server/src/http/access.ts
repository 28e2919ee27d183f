import { assertNever } from "@watchroom/shared/result";
import type { Request } from "express";
import type { Directory } from "../auth/directory.ts";
import type { Identity, SignIns } from "../auth/sign-ins.ts";
import type { Failure, FailureCode } from "./failure.ts";
import type { RouteDoc } from "./route.ts";

type AccessParts = { readonly directory: Directory; readonly signIns: SignIns };
type Opened = { readonly ok: true; readonly identity: Identity | null } | Failure;

const fail = (code: FailureCode, message: string): Failure => ({ ok: false, code, message });

/** May this call come in? The one place that answers it for the REST API. */
export async function openRoute(doc: RouteDoc, request: Request, parts: AccessParts): Promise<Opened> {
  if (doc.method !== "get" && isCrossSite(request)) {
    return fail("cross-site", "This call came from a page of another site. Open Watchroom at its own address.");
  }
  const identity = parts.signIns.identify(request.headers.cookie);
  if (doc.allow === "anyone") return { ok: true, identity };
  const token = bearerOf(request);
  if (doc.allow === "reader" && token !== null) return openForReader(token, parts.directory);
  return openForPerson(doc, doc.allow, identity);
}

async function openForReader(token: string, directory: Directory): Promise<Opened> {
  await directory.lookFor(token);
  const reader = directory.readerByToken(token);
  if (reader === "unknown")
    return fail("token-unknown", "This token is not known here. Make one: npm run access -- add");
  if (reader === "withdrawn") return fail("token-withdrawn", "This token was withdrawn. Make a new one.");
  switch (reader.role) {
    case "reader":
      return { ok: true, identity: null };
    default:
      return assertNever(reader.role);
  }
}

function openForPerson(doc: RouteDoc, allow: Exclude<RouteDoc["allow"], "anyone">, identity: Identity | null): Opened {
  if (identity === null) return fail("not-signed-in", "Sign in first.");
  if (identity.locked && !doc.whileLocked)
    return fail("locked", "This sign-in is locked. Unlock it with your password.");
  if (allow !== "reader" && !allow.includes(identity.operator.role)) {
    return fail("not-allowed", `A ${identity.operator.role} may not do this.`);
  }
  return { ok: true, identity };
}

/** The browser says where a call comes from; a program that is no browser says nothing, and brings no cookie either. */
function isCrossSite(request: Request): boolean {
  const site = request.get("sec-fetch-site");
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const origin = request.get("origin");
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== request.host;
}

const bearerOf = (request: Request): string | null =>
  /^bearer +(\S+) *$/i.exec(request.get("authorization") ?? "")?.[1] ?? null;
