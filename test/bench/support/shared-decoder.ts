import { Decoder, Encoder, type Packet } from "socket.io-parser";

let last: { readonly text: string; readonly packet: Packet } | null = null;

/**
 * All stations get the same frame: ten of them in one process parse it once. Otherwise the last station's frame would wait
 * for nine others to be parsed, which ten machines would not make it do.
 */
class SharedDecoder extends Decoder {
  override add(text: unknown): void {
    if (typeof text !== "string") {
      super.add(text);
      return;
    }
    if (last !== null && last.text === text) {
      this.emitReserved("decoded", last.packet);
      return;
    }
    this.once("decoded", (packet) => {
      last = { text, packet };
    });
    super.add(text);
  }
}

export const sharedParser = { Encoder, Decoder: SharedDecoder };
