import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { test } from "@playwright/test";
import type { TestServer } from "./server.ts";

/**
 * The network between a station and the server, for one test file. `cut`: every line breaks and none can be had.
 * `deaden`: lines stay open, new ones too, and nothing passes in either direction; what a half-dead switch does.
 */
export type Line = { url(): string; cut(): void; deaden(): void; mend(): void };

export function lineTo(server: TestServer): Line {
  let state: "whole" | "cut" | "dead" = "whole";
  const sockets = new Set<Socket>();
  const proxy = createServer((station) => {
    keep(station);
    if (state === "cut") {
      station.resetAndDestroy();
      return;
    }
    const { hostname, port } = new URL(server.url());
    const far = keep(connect(Number(port), hostname));
    pass(station, far);
    pass(far, station);
  });

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    return socket;
  }
  /** What is sent while the line is dead arrives when it is whole again, since TCP repeats it. */
  function pass(from: Socket, to: Socket): void {
    from.on("data", (bytes) => to.write(bytes));
    from.on("close", () => to.destroy());
    from.on("error", () => to.destroy());
    if (state === "dead") from.pause();
  }

  test.beforeAll(async () => {
    proxy.listen(0, "127.0.0.1");
    await once(proxy, "listening");
  });
  test.afterAll(() => {
    proxy.close();
    for (const socket of sockets) socket.destroy();
  });
  return {
    url: () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut() {
      state = "cut";
      for (const socket of sockets) socket.resetAndDestroy();
    },
    deaden() {
      state = "dead";
      for (const socket of sockets) socket.pause();
    },
    mend() {
      state = "whole";
      for (const socket of sockets) socket.resume();
    },
  };
}
