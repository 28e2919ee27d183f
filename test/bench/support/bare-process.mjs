// The least that the same ways in and out cost: readings as JSON over HTTP, the newest value of each room kept, one frame
// for all rooms each 250 ms over Socket.IO. No check, no token, no limits, no record.
import { createServer } from "node:http";
import { Server } from "socket.io";

const FRAME_MS = 250;
const rooms = new Map();
let seq = 0;

const metric = (value, at) => ({ value, validity: "valid", at, updatePeriodMs: 1_000 });

function take({ id, room, spo2, pulseRate, perfusionIndex }) {
  const at = Date.now();
  const metrics = {
    spo2: metric(spo2, at),
    pulseRate: metric(pulseRate, at),
    perfusionIndex: metric(perfusionIndex, at),
  };
  rooms.set(room, { roomId: room, metrics });
  return { id, status: "accepted" };
}

const server = createServer((request, response) => {
  if (request.method !== "POST") return void response.end();
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const { readings } = JSON.parse(Buffer.concat(chunks).toString());
    const text = JSON.stringify({ results: readings.map(take) });
    response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    response.end(text);
  });
});
const io = new Server(server, { serveClient: false, perMessageDeflate: false, httpCompression: false });
io.on("connection", (socket) => socket.emit("snapshot", { seq, rooms: [] }));
setInterval(() => {
  if (rooms.size === 0) return;
  io.emit("frame", { epoch: "bare", seq: ++seq, at: Date.now(), rooms: [...rooms.values()] });
  rooms.clear();
}, FRAME_MS);

server.listen(0, "127.0.0.1", () => {
  process.send({ kind: "started", url: `http://127.0.0.1:${server.address().port}`, setUpUrl: null });
});
process.on("message", (message) => {
  if (message !== "usage") process.exit(0);
  const { user, system } = process.cpuUsage();
  process.send({ kind: "usage", cpuMs: (user + system) / 1_000 });
});
process.on("disconnect", () => process.exit(0));
