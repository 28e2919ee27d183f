export const COOKIE_NAME = "watchroom";

/** How the browser keeps a sign-in: out of reach of scripts and of other sites. `maxAge` in milliseconds. */
export const cookieOptions = (isHttps: boolean, maxAge: number) =>
  ({ httpOnly: true, sameSite: "strict", path: "/", secure: isHttps, maxAge }) as const;

/** The sign-in's secret from a Cookie header; null when there is none. */
export function tokenOfCookie(header: string | undefined): string | null {
  for (const part of header?.split(";") ?? []) {
    const [name, value] = part.trim().split("=", 2);
    if (name === COOKIE_NAME && value !== undefined && value !== "") return value;
  }
  return null;
}
