#!/usr/bin/env node
// Plain JavaScript, so that an old Node can read it far enough to say what is wrong.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(`antenne needs Node 24 or newer, and this is ${process.versions.node}.`);
  console.error("In the project's folder, `npm run antenne -- …` uses the Node that the project brings along.");
  process.exit(2);
}
const { run } = await import("./main.ts");
process.exitCode = await run(process.argv.slice(2));
