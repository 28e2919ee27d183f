const PREFIX = "Room ";

/** True when every room is called "Room …": then the wall leaves that word out. */
export const namesShareRoom = (names: readonly string[]): boolean =>
  names.length > 0 && names.every((name) => name.startsWith(PREFIX) && name.length > PREFIX.length);

/** The name as it stands large on a tile. */
export const shortName = (name: string, shared: boolean): string => (shared ? name.slice(PREFIX.length) : name);
