export function RoomPage({ roomId }: { readonly roomId: string }) {
  return <main>{roomId}</main>;
}
