import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { PATHS } from "@watchroom/shared/http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BODY_BYTES_MAX } from "../../../../server/src/drivers/driver.ts";
import { type DeviceDoor, openDeviceDoor, oximetry, post } from "../../../support/device-door.ts";

let door: DeviceDoor;
beforeEach(async () => {
  door = await openDeviceDoor();
});
afterEach(() => door.close());

const body = JSON.stringify({ readings: [oximetry("a")] });

/** Sends raw bytes and gives back the connection, for what a well-made client never does. */
async function raw(lines: readonly string[]): Promise<Socket> {
  const socket = connect(door.port, "127.0.0.1");
  await once(socket, "connect");
  socket.write([...lines, "", ""].join("\r\n"));
  return socket;
}
const head = (more: readonly string[]): string[] => [`POST ${PATHS.readings} HTTP/1.1`, "Host: here", ...more];

/** `once` would take the reset of a connection that is cut for a failure; here it is what should happen. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.on("error", () => undefined).once("close", () => resolve()));

async function firstLine(socket: Socket): Promise<string> {
  const [bytes] = (await once(socket, "data")) as [Buffer];
  return bytes.toString("utf8").split("\r\n")[0] ?? "";
}

describe("POST /api/v1/readings answers", () => {
  it("200 with a result for each reading", async () => {
    const response = await post(door, "token-1", body);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({ results: [{ id: "a", status: "accepted" }] });
  });

  it("401 without a token that is known, and names the scheme", async () => {
    for (const token of [null, "token-9", "token-withdrawn"]) {
      const response = await post(door, token, body);
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
    }
  });

  it("403 with results when all of it is for another room", async () => {
    const response = await post(door, "token-1", JSON.stringify({ readings: [oximetry("a", { room: "Room 2" })] }));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "wrong-room", results: [{ id: "a", status: "rejected" }] });
  });

  it("400 when the body is not JSON or holds no readings", async () => {
    for (const bad of ["", "{", "null", "[]", '{"readings":[]}', '{"readings":{}}']) {
      expect((await post(door, "token-1", bad)).status).toBe(400);
    }
  });

  it("503 and when to come again while the record is not being saved", async () => {
    door.keeper.saving = false;
    const response = await post(door, "token-1", body);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await response.json()).toMatchObject({ results: [{ id: "a", code: "record-not-saved" }] });
  });

  it("429 and when to come again to a flood", async () => {
    let response = await post(door, "token-1", body);
    while (response.status === 200) response = await post(door, "token-1", body);
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
  });

  it("405 to any other method, and names the one it takes", async () => {
    for (const method of ["GET", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
      const response = await fetch(door.url + PATHS.readings, { method });
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    }
  });

  it("415 to a compressed body", async () => {
    const headers = { authorization: "Bearer token-1", "content-encoding": "gzip" };
    const response = await post(door, "token-1", body, { headers });
    expect([response.status, await response.json()]).toMatchObject([415, { code: "encoding-not-supported" }]);
  });

  it("whatever the content type says, since a device's library may not say it well", async () => {
    const headers = { authorization: "bearer token-1", "content-type": "text/plain" };
    expect((await post(door, "token-1", body, { headers })).status).toBe(200);
  });

  it("413 before the body comes, when its length is over the limit", async () => {
    const socket = await raw(head(["Authorization: Bearer token-1", `Content-Length: ${BODY_BYTES_MAX + 1}`]));
    expect(await firstLine(socket)).toBe("HTTP/1.1 413 Payload Too Large");
    socket.destroy();
  });

  it("413 to a body without end, and cuts it off", async () => {
    const socket = await raw(head(["Authorization: Bearer token-1", "Transfer-Encoding: chunked"]));
    const chunk = Buffer.alloc(64 * 1024, " ");
    const isClosed = closed(socket);
    const answered = firstLine(socket);
    const more = (): void => {
      if (socket.writable) socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`, more);
    };
    more();
    expect(await answered).toBe("HTTP/1.1 413 Payload Too Large");
    await isClosed;
  });

  it("401 to a wrong token without waiting for its body, and cuts it off when it never ends", async () => {
    const socket = await raw(head(["Authorization: Bearer wrong", "Content-Length: 1000"]));
    expect(await firstLine(socket)).toBe("HTTP/1.1 401 Unauthorized");
    const isClosed = closed(socket);
    door.clock.advance(4_000);
    await isClosed;
  });

  it("408 to a body that takes longer than 10 s, and closes", async () => {
    const socket = await raw(head(["Authorization: Bearer token-1", "Content-Length: 1000"]));
    // A whole call on another connection: by its answer the slow one has been taken up too.
    await post(door, "token-1", body);
    const answered = firstLine(socket);
    const isClosed = closed(socket);
    door.clock.advance(11_000);
    expect(await answered).toBe("HTTP/1.1 408 Request Timeout");
    door.clock.advance(4_000);
    await isClosed;
  });

  it("the next device after one that hung up in the middle of its call", async () => {
    const socket = await raw(head(["Authorization: Bearer token-1", "Content-Length: 1000"]));
    socket.destroy();
    await once(socket, "close");
    expect((await post(door, "token-2", body)).status).toBe(200);
    door.clock.advance(60_000);
    expect((await post(door, "token-2", body)).status).toBe(200);
  });

  it("two calls on one connection, and a refused one between them", async () => {
    const call = (token: string): string =>
      [...head([`Authorization: Bearer ${token}`, `Content-Length: ${body.length}`]), "", body].join("\r\n");
    const socket = connect(door.port, "127.0.0.1");
    let text = "";
    socket.on("data", (bytes: Buffer) => {
      text += bytes.toString("utf8");
    });
    socket.write(call("token-1"));
    socket.write(call("token-2"));
    socket.write(call("wrong"));
    await once(socket, "close");
    expect(text.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 401"]);
  });
});
