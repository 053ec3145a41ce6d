import type { Publication } from "#lib/domain/publishing/publication.ts";

interface Publications {
  getMany(publicationIds: readonly string[]): Promise<readonly Publication[]>;
}

/** A bound against ties that would lead back to where they began. */
const LONGEST = 100;

/** The publication with everything that it hangs together with: its post first, then what goes out below that, in order. */
export async function threadOf(publication: Publication, publications: Publications): Promise<readonly Publication[]> {
  const [root = publication] = await climb(publication, publications);
  return await below(root, publications);
}

/** From the post down to the publication. */
async function climb(publication: Publication, publications: Publications): Promise<readonly Publication[]> {
  const above = [publication];
  while (above.length < LONGEST) {
    const parentId = above[0]?.followUp?.parentId;
    const [parent] = parentId === undefined ? [] : await publications.getMany([parentId]);
    if (!parent) break;
    above.unshift(parent);
  }
  return above;
}

async function below(root: Publication, publications: Publications): Promise<readonly Publication[]> {
  const all = [root];
  for (const each of all) {
    if (all.length < LONGEST && each.followUpIds) all.push(...(await publications.getMany(each.followUpIds)));
  }
  return all;
}
