import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { type JsonObject, JsonRecord } from "../json.ts";

export interface ServiceAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

const Parameter = z.object({
  type: z.string(),
  value: z.string(),
  version: z.number(),
  /** Epoch seconds. */
  changedAt: z.number(),
});

type Parameter = z.output<typeof Parameter>;

const Kept = z.record(z.string(), Parameter);

/**
 * SSM Parameter Store, kept in a file for its owner's eyes only. Values need no decryption here; without
 * `WithDecryption` a SecureString stays hidden.
 */
export class ParameterStore {
  readonly #path: string;
  readonly #parameters: Map<string, Parameter>;

  constructor(path: string) {
    this.#path = path;
    const kept = existsSync(path) ? Kept.parse(JSON.parse(readFileSync(path, "utf8"))) : {};
    this.#parameters = new Map(Object.entries(kept));
  }

  put(name: string, value: string, type = "SecureString"): number {
    const version = (this.#parameters.get(name)?.version ?? 0) + 1;
    this.#parameters.set(name, { type, value, version, changedAt: Date.now() / 1000 });
    this.#save();
    return version;
  }

  putIfMissing(name: string, value: string): void {
    if (!this.#parameters.has(name)) this.put(name, value);
  }

  /** Before anybody hears of it: a killed laptop loses nothing that it answered. */
  #save(): void {
    writeFileSync(`${this.#path}.new`, JSON.stringify(Object.fromEntries(this.#parameters)), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }

  /** @param operation for example `GetParameter`, with the input and the answer of SSM's JSON protocol */
  answer(operation: string, input: JsonObject): ServiceAnswer {
    const shown = input.WithDecryption === true;
    const name = String(input.Name ?? "");
    switch (operation) {
      case "GetParameter": {
        const parameter = this.#describe(name, shown);
        return parameter ? ok({ Parameter: parameter }) : refused("ParameterNotFound", `${name} not found`);
      }
      case "GetParameters": {
        const names = Array.isArray(input.Names) ? input.Names.map(String) : [];
        const found = names.flatMap((each) => this.#describe(each, shown) ?? []);
        return ok({ Parameters: found, InvalidParameters: names.filter((each) => !this.#parameters.has(each)) });
      }
      case "GetParametersByPath":
        return ok({ Parameters: this.#below(input).flatMap((each) => this.#describe(each, shown) ?? []) });
      case "PutParameter":
        if (this.#parameters.has(name) && input.Overwrite !== true) {
          return refused("ParameterAlreadyExists", "The parameter already exists. Give Overwrite to change it.");
        }
        return ok({
          Version: this.put(name, String(input.Value ?? ""), String(input.Type ?? "String")),
          Tier: "Standard",
        });
      case "DeleteParameter":
        return this.#delete(name) ? ok({}) : refused("ParameterNotFound", `${name} not found`);
      default:
        return refused("UnknownOperationException", `SSM ${operation} is not emulated locally`);
    }
  }

  #delete(name: string): boolean {
    const wasThere = this.#parameters.delete(name);
    if (wasThere) this.#save();
    return wasThere;
  }

  #below(input: JsonObject): string[] {
    const path = `${String(input.Path ?? "/").replace(/\/$/, "")}/`;
    const isInside = (name: string) => input.Recursive === true || !name.slice(path.length).includes("/");
    return [...this.#parameters.keys()].filter((name) => name.startsWith(path) && isInside(name)).sort();
  }

  #describe(name: string, shown: boolean): JsonObject | undefined {
    const parameter = this.#parameters.get(name);
    if (!parameter) return undefined;
    const { type, value, version, changedAt } = parameter;
    return JsonRecord.parse({
      Name: name,
      Type: type,
      Value: shown || type !== "SecureString" ? value : "(encrypted)",
      Version: version,
      LastModifiedDate: changedAt,
      DataType: "text",
    });
  }
}

function ok(body: JsonObject): ServiceAnswer {
  return { status: 200, body };
}

function refused(type: string, message: string): ServiceAnswer {
  return { status: 400, body: { __type: type, message } };
}
