/** Before the server has said who is signed in. */
export function Waiting({ isFailing }: { readonly isFailing: boolean }) {
  return (
    <main className="entry">
      <h1>Watchroom</h1>
      {isFailing ? (
        <p role="alert" className="problem">
          The server cannot be reached. This screen monitors nobody. Check the network; it is tried again each second.
        </p>
      ) : (
        <p role="status">Connecting…</p>
      )}
    </main>
  );
}
