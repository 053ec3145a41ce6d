// Plain JavaScript, so that an old Node can read it far enough to say what is wrong.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(`The laptop needs Node 24 or newer, and this is ${process.versions.node}.`);
  console.error("`npm start` uses the Node that the project brings along: run `npm ci` first.");
  process.exit(2);
}
const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
