import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import type { Melody } from "@watchroom/shared/alarm";
import { build } from "vite";
import type { SoundKind } from "../../../client/src/alarm/burst.ts";
import type { Recording } from "./audio-page.ts";

const ENTRY = fileURLToPath(new URL("./audio-page.ts", import.meta.url));
let bundle: Promise<string> | null = null;

/** The page's part with the product's own modules in it, built as the client is. */
async function buildBundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, lib: { entry: ENTRY, formats: ["iife"], name: "audioPage" } },
  });
  const outputs = [built].flat().flatMap((one) => ("output" in one ? one.output : []));
  const code = outputs.flatMap((one) => (one.type === "chunk" ? [one.code] : []))[0];
  if (code === undefined) throw new Error("nothing was built");
  return code;
}

/** What a station sounds in `seconds`, rendered and measured in this page's browser. */
export async function recordSound(page: Page, kind: SoundKind, melody: Melody, seconds: number): Promise<Recording> {
  bundle ??= buildBundle();
  const asked = JSON.stringify([kind, melody, seconds]);
  return page.evaluate<Recording>(`(() => { ${await bundle}\nreturn audioPage.record(...${asked}); })()`);
}

/**
 * Air between the loudspeaker and the microphone of this page: what is sounded is what is heard. `isMuted`: the person muted
 * the machine, which no page is told.
 */
export async function giveMicrophone(page: Page, isMuted: boolean): Promise<void> {
  await page.addInitScript((muted) => {
    let air: MediaStreamAudioDestinationNode | null = null;
    const connect = Reflect.get(AudioNode.prototype, "connect") as (...to: unknown[]) => unknown;
    Reflect.set(AudioNode.prototype, "connect", function (this: AudioNode, ...to: unknown[]): unknown {
      if (to[0] instanceof AudioDestinationNode && this.context instanceof AudioContext) {
        air ??= this.context.createMediaStreamDestination();
        if (!muted) connect.call(this, air);
      }
      return connect.apply(this, to);
    });
    navigator.mediaDevices.getUserMedia = async () => {
      if (air === null) throw new DOMException("nothing sounds here", "NotFoundError");
      // A stream of its own each time: the page ends it when it has listened.
      return air.stream.clone();
    };
  }, isMuted);
}
