/** Where a room is found in this client. */
export const roomPath = (roomId: string): string => `/rooms/${encodeURIComponent(roomId)}`;
