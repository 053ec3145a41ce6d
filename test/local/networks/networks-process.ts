import { sampleCompany } from "#local/networks/sample-company.ts";
import { startSimulatedNetworks } from "#local/networks/simulated-networks.ts";

/** The simulated networks as a process of their own, to be killed. Prints X's origin. */
const [, , dataFolder = ""] = process.argv;
const company = sampleCompany(dataFolder);
const { origins } = await startSimulatedNetworks({ dataFolder, port: 0, company, webhookAddress: () => undefined });
console.log(origins["https://api.x.com"]);
