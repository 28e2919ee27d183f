import { RECORD } from "./001-record.ts";
import { SESSIONS } from "./002-sessions.ts";

/** In order, forward only: the first brings an empty file to version 1. An old one is never edited. */
export const MIGRATIONS: readonly string[] = [RECORD, SESSIONS];
