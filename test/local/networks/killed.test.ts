import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { sampleCompany } from "#local/networks/sample-company.ts";
import { aDataFolder, simulatorNamed, startNetworks } from "./running-networks.ts";

const script = fileURLToPath(new URL("networks-process.ts", import.meta.url));

it("loses nothing that it answered when it is killed in the middle of its work", async () => {
  const dataFolder = aDataFolder();
  const token = sampleCompany(dataFolder).channels.find(({ channel }) => channel.network === "x")?.simulated
    .accessToken;
  const child = spawn(process.execPath, [script, dataFolder], { stdio: ["ignore", "pipe", "inherit"] });
  const [origin] = await once(createInterface(child.stdout), "line");
  const answered: string[] = [];
  const post = async (number: number) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    const response = await fetch(`${origin}/2/tweets`, { method: "POST", headers, body: `{"text":"n° ${number}"}` });
    const { data } = (await response.json()) as { data: { id: string } };
    answered.push(data.id);
    if (answered.length === 20) child.kill("SIGKILL");
  };

  await Promise.allSettled(Array.from({ length: 60 }, (_, number) => post(number)));
  const after = await startNetworks({ dataFolder });

  const live = simulatorNamed(after.networks, "x").truth.posts.map(({ remoteId }) => remoteId);
  expect(answered.length).toBeGreaterThanOrEqual(20);
  expect(live).toEqual(expect.arrayContaining(answered));
  expect(new Set(live).size).toBe(live.length);
  await after.stop();
});
