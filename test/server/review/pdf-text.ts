/** What a reader sees on each page of a PDF that was written without compression: the texts, one a line. */
export function pagesOf(file: Buffer): string[] {
  const objects = objectsOf(file.toString("latin1"));
  const kids = /\/Kids \[([^\]]*)\]/.exec([...objects.values()].find((body) => body.includes("/Type /Pages")) ?? "");
  const pages = [...(kids?.[1] ?? "").matchAll(/(\d+) 0 R/g)].map(([, id]) => objects.get(Number(id)) ?? "");
  return pages.map((page) => {
    const fonts = fontsOf(objects.get(refOf(page, "Resources")) ?? page, objects);
    return textOf(objects.get(refOf(page, "Contents")) ?? "", fonts);
  });
}

/** Points: width and height of the first page. */
export function sizeOf(file: Buffer): number[] {
  const box = /\/MediaBox \[([^\]]*)\]/.exec(file.toString("latin1"))?.[1] ?? "";
  return box.trim().split(/\s+/).map(Number).slice(2);
}

const refOf = (body: string, name: string): number => Number(new RegExp(`/${name} (\\d+) 0 R`).exec(body)?.[1] ?? -1);

function objectsOf(text: string): Map<number, string> {
  const found = [...text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)];
  return new Map(found.map(([, id, body = ""]) => [Number(id), body]));
}

type Letters = ReadonlyMap<string, string>;

function fontsOf(resources: string, objects: ReadonlyMap<number, string>): Map<string, Letters> {
  const fonts = new Map<string, Letters>();
  for (const [, name = "", id] of resources.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
    const map = objects.get(refOf(objects.get(Number(id)) ?? "", "ToUnicode")) ?? "";
    fonts.set(name, lettersOf(map));
  }
  return fonts;
}

function lettersOf(map: string): Letters {
  const letters = new Map<string, string>();
  for (const [, from = "0", list = ""] of map.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g)) {
    for (const [index, [, code = ""]] of [...list.matchAll(/<([\w ]+)>/g)].entries()) {
      const units = code.replaceAll(" ", "").match(/.{4}/g) ?? [];
      const glyph = (Number.parseInt(from, 16) + index).toString(16).padStart(4, "0");
      letters.set(glyph, String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
    }
  }
  return letters;
}

function textOf(content: string, fonts: ReadonlyMap<string, Letters>): string {
  let text = "";
  let letters: Letters = new Map();
  for (const [, font, shown, end] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ|\b(ET)\b/g)) {
    if (font !== undefined) letters = fonts.get(font) ?? new Map();
    if (end !== undefined) text += "\n";
    for (const [, glyphs = ""] of (shown ?? "").matchAll(/<(\w+)>/g)) {
      text += (glyphs.match(/.{4}/g) ?? []).map((glyph) => letters.get(glyph) ?? "�").join("");
    }
  }
  return text;
}
