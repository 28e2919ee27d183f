/** Where a room is found in this client. */
export const roomPath = (roomId: string): string => `/rooms/${encodeURIComponent(roomId)}`;

/** The room, with one of its due checks open. */
export const checkPath = (roomId: string, checkId: string): string =>
  `${roomPath(roomId)}?check=${encodeURIComponent(checkId)}`;
