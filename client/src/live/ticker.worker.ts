/** A timer that the browser does not slow down when the page is not in front. */
self.onmessage = ({ data }: MessageEvent<number>) => {
  setInterval(() => self.postMessage(null), data);
};
