// Imported before anything else, and written so that a Node of 2020 can read it: what follows needs a newer one.
const [major, minor] = process.versions.node.split(".").map(Number);
// Vite 8 and what it is made of run on 20.19 and later of 20, and on 22.12 and later.
const newEnough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
if (!newEnough) {
  const between = major > 20 ? " (of Node 22: 22.12 or newer; Node 21 does not do)" : "";
  console.error(
    `Node 20.19 or newer is needed${between}, this is ${process.versions.node}. Get Node 24 LTS from nodejs.org.`,
  );
  process.exit(1);
}
