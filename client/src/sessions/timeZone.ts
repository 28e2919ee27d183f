/** Days and times on what the server writes are those that this browser shows. For a query: "Europe/Berlin". */
export const browserTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
