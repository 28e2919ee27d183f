import { RECORD } from "./001-record.ts";
import { SESSIONS } from "./002-sessions.ts";
import { CHANGES } from "./003-changes.ts";

/** In order, forward only: the first brings an empty file to version 1. An old one is never edited. */
export const MIGRATIONS: readonly string[] = [RECORD, SESSIONS, CHANGES];
