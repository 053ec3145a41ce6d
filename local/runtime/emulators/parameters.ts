import { type Json, type JsonObject, JsonRecord } from "../json.ts";

export interface ServiceAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

interface Parameter {
  readonly type: Json;
  readonly value: Json;
  readonly version: number;
  readonly changedAt: Date;
}

/** SSM Parameter Store in memory. Values need no decryption here; without `WithDecryption` a SecureString stays hidden. */
export class ParameterStore {
  readonly #parameters = new Map<string, Parameter>();

  put(name: string, value: string, type = "SecureString"): number {
    const version = (this.#parameters.get(name)?.version ?? 0) + 1;
    this.#parameters.set(name, { type, value, version, changedAt: new Date() });
    return version;
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
        return this.#parameters.delete(name) ? ok({}) : refused("ParameterNotFound", `${name} not found`);
      default:
        return refused("UnknownOperationException", `SSM ${operation} is not emulated locally`);
    }
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
      LastModifiedDate: changedAt.getTime() / 1000,
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
