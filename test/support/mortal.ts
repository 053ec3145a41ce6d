/** The services of a process that is killed: its nth call to the world is its last one. */
export function mortal<Services extends object>(services: Services, lastCall: number): Services {
  let calls = 0;
  const wrap = <Part extends object>(part: Part, name: string): Part =>
    new Proxy(part, {
      get(target, property) {
        const value = Reflect.get(target, property, target);
        if (typeof value !== "function") return value;
        return async (...args: unknown[]) => {
          calls += 1;
          if (calls > lastCall) throw new Error(`dead: ${name}.${String(property)}`);
          const answer = await value.apply(target, args);
          if (calls === lastCall) throw new Error(`killed in ${name}.${String(property)}`);
          return answer;
        };
      },
    });
  const parts = Object.entries(services).map(([name, part]) => [name, TOUCHING.has(name) ? wrap(part, name) : part]);
  return Object.fromEntries(parts) as Services;
}

/** What reaches out of the process. */
const TOUCHING = new Set(["calendars", "records", "manifests", "outcomes", "continuations", "planner", "events"]);
