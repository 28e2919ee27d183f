/** Waits for what other code brings about, by looking each time something has happened: no timer. */
export function createWaiting() {
  const waiting = new Set<{ readonly isSo: () => boolean; readonly go: () => void }>();
  return {
    /** Something has happened. */
    look(): void {
      for (const one of [...waiting]) {
        if (!one.isSo()) continue;
        waiting.delete(one);
        one.go();
      }
    },
    until: (isSo: () => boolean): Promise<void> =>
      isSo() ? Promise.resolve() : new Promise((go) => void waiting.add({ isSo, go })),
  };
}
