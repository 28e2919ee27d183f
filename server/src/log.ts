import { pino } from "pino";

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export const isLogLevel = (text: string): text is LogLevel => LOG_LEVELS.some((level) => level === text);

type LogFields = Readonly<Record<string, string | number | boolean | null>>;
type Write = (event: string, fields?: LogFields) => void;

/** For developers: codes and counts. Never payloads, tokens, or anything about a patient. */
export type Log = { readonly debug: Write; readonly info: Write; readonly warn: Write; readonly error: Write };

const STDERR = 2;

/** One JSON line an event, on standard error: standard output belongs to the words that people read. */
export function createLog(level: LogLevel): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: "event" },
    pino.destination({ dest: STDERR, sync: true }),
  );
  return {
    debug: (event, fields) => logger.debug(fields ?? {}, event),
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, fields) => logger.error(fields ?? {}, event),
  };
}
