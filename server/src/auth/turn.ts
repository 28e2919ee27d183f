/** Runs one piece of work after the other, in the order asked for. A failure is its caller's; the next one goes on. */
export function createTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined); // told to the caller of this turn, by `done`
    return done;
  };
}
