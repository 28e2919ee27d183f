import { expect, test } from "vitest";
import { helpText } from "../../simulators/src/help.ts";
import { parseOptions } from "../../simulators/src/options.ts";
import { SCENARIO_NAMES } from "../../simulators/src/scenarios/table.ts";

const read = (line: string, env: NodeJS.ProcessEnv = {}) => parseOptions(line === "" ? [] : line.split(" "), env);

test("without any option four quiet rooms go to this machine's server", () => {
  expect(read("")).toMatchObject({
    ok: true,
    value: { server: "http://127.0.0.1:4100", rooms: 4, scenarios: ["quiet"], speed: 1, transport: "http" },
  });
  expect(read("", { PORT: "4200" })).toMatchObject({ value: { server: "http://127.0.0.1:4200" } });
});

test("scenarios, seed, speed, replay and faults are taken as they were asked for", () => {
  const line =
    "--rooms 2 --scenario apnoea --scenario quiet --seed 9 --speed 60 --replay a.csv --room Nine --faults drop=0.5";
  expect(read(line)).toMatchObject({
    value: {
      rooms: 2,
      scenarios: ["apnoea", "quiet"],
      seed: 9,
      speed: 60,
      replay: { file: "a.csv", room: "Nine", loop: false },
      faults: { drop: 0.5 },
    },
  });
});

test("patients lie still unless they are asked to be restless", () => {
  expect(read("")).toMatchObject({ value: { manner: "calm" } });
  expect(read("--patients restless")).toMatchObject({ value: { manner: "restless" } });
  expect(helpText()).toContain("--patients NAME");
});

test("the account comes from the command line or from the environment", () => {
  expect(read("--user tessa --password secret")).toMatchObject({
    value: { account: { name: "tessa", password: "secret" } },
  });
  const env = { WATCHROOM_USER: "tessa", WATCHROOM_PASSWORD: "secret" };
  expect(read("", env)).toMatchObject({ value: { account: { name: "tessa" } } });
});

test.each([
  ["--scenario panic", "there are quiet, hypertension"],
  ["--rooms many", "a number from 1 to 500 is needed"],
  ["--server ward", "an address like http://"],
  ["--transport smoke", "there are http, socket"],
  ["--route ear", "there are mixed, intravenous"],
  ["--faults drop=9", "from 0 to 1"],
  ["--frobnicate", "See --help"],
])("%s is refused with a sentence that says what would do", (line, sentence) => {
  expect(read(line)).toMatchObject({ ok: false, message: expect.stringContaining(sentence) });
});

test("the help explains every scenario", () => {
  expect(read("--help")).toMatchObject({ ok: true, value: "help" });
  for (const name of SCENARIO_NAMES) expect(helpText()).toContain(`\n  ${name}\n`);
});
