// Loads one bundle as Lambda would and tells how long that took. Plain JavaScript: nothing but the bundle is loaded.
const startedAt = performance.now();
const { handler } = await import(process.argv[2] ?? "");
if (typeof handler !== "function") throw new Error("the bundle exports no handler");
process.stdout.write(String(performance.now() - startedAt));
// What a bundle leaves open must not count.
process.exit(0);
