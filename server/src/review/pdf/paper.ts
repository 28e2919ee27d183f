import { createRequire } from "node:module";
import PDFDocument from "pdfkit";

export type PaperName = "a4" | "letter";
/** What stands on every page. */
export type PageFrame = {
  readonly clinic: string;
  /** Who it is about, then what it is about. */
  readonly patient: string;
  readonly session: string;
  readonly foot: string;
  readonly simulated: boolean;
};
const { resolve } = createRequire(import.meta.url);
type PaperSettings = {
  readonly paper: PaperName;
  readonly title: string;
  readonly frame: PageFrame;
  readonly madeAt: number;
  /** False only where a test reads the file's own text. */
  readonly compress: boolean;
  /** Lets others run in between: many rows take a while. */
  readonly pause: () => Promise<void>;
};

/** DejaVu Sans prints the names of every European, Greek, Cyrillic, Hebrew, Arabic and Vietnamese writing. */
const FONT_FILES = { plain: "DejaVuSansCondensed.ttf", bold: "DejaVuSansCondensed-Bold.ttf" } as const;
type FontName = keyof typeof FONT_FILES;
export type TextStyle = {
  readonly font?: FontName;
  readonly size?: number;
  readonly align?: "left" | "right" | "center";
  readonly colour?: string;
};

const MARGIN = 40;
const SIZE = 9;
export const GREY = "#555555";
const BAND = 18;
const SIMULATED = "SIMULATED – no patient was treated";

type Structure = ReturnType<PDFKit.PDFDocument["struct"]>;

/**
 * Pages with a head and a foot, filled from above. Lengths in points. All that is drawn is either tagged, for readers
 * that speak, or an artifact.
 */
export class Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly left = MARGIN;
  readonly width: number;
  readonly pause: () => Promise<void>;
  /** Where the next thing goes. */
  y: number;
  readonly #frame: PageFrame;
  readonly #root: Structure;
  readonly #top: number;
  readonly #bottom: number;
  readonly #chunks: Buffer[] = [];
  readonly #fonts: Readonly<Record<FontName, string>>;

  constructor({ paper, title, frame, madeAt, compress, pause }: PaperSettings) {
    this.pause = pause;
    const fileOf = (name: FontName): string => resolve(`dejavu-fonts-ttf/ttf/${FONT_FILES[name]}`);
    // By their paths, and not by names of our own: pdfkit reads a named font's file anew at each change of font.
    this.#fonts = { plain: fileOf("plain"), bold: fileOf("bold") };
    this.doc = new PDFDocument({
      size: paper === "a4" ? "A4" : "LETTER",
      margin: 0, // pages are broken here, never in the middle of a row
      bufferPages: true,
      pdfVersion: "1.7",
      tagged: true,
      displayTitle: true,
      lang: "en",
      compress,
      font: this.#fonts.plain,
      info: { Title: title, Creator: "Watchroom", Producer: "Watchroom", CreationDate: new Date(madeAt) },
    });
    this.doc.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
    this.#frame = frame;
    this.width = this.doc.page.width - 2 * MARGIN;
    this.#top = MARGIN + this.#headHeight() + 12;
    this.#bottom = this.doc.page.height - MARGIN - this.heightOf(frame.foot, this.width, FOOT_STYLE) - FOOT_GAP;
    this.#root = this.doc.struct("Document");
    this.doc.addStructure(this.#root);
    this.y = this.#top;
  }

  /** Room that is left on this page. */
  get room(): number {
    return this.#bottom - this.y;
  }

  /** Begins a new page when less than this is left. */
  ensure(height: number): boolean {
    if (height <= this.room) return false;
    this.doc.addPage();
    this.y = this.#top;
    return true;
  }

  heightOf(text: string, width: number, style: TextStyle = {}): number {
    this.#choose(style);
    return this.doc.heightOfString(text === "" ? " " : text, { width });
  }

  widthOf(text: string, style: TextStyle = {}): number {
    this.#choose(style);
    return this.doc.widthOfString(text);
  }

  /** Draws text without a tag: inside `tagged` or `artifact`. */
  write(text: string, x: number, y: number, width: number, style: TextStyle = {}): void {
    this.#choose(style);
    this.doc.fillColor(style.colour ?? "black").text(text, x, y, { width, align: style.align ?? "left" });
  }

  #choose({ font = "plain", size = SIZE }: TextStyle): void {
    this.doc.font(this.#fonts[font]).fontSize(size);
  }

  /** A structure of the document; `parent` null: directly in it. */
  structure(type: string, parent: Structure | null = null, alt?: string): Structure {
    const made = this.doc.struct(type, alt === undefined ? {} : { alt });
    (parent ?? this.#root).add(made);
    return made;
  }

  /** What `draw` draws is the content of one structure of this type. */
  tagged(type: string, parent: Structure | null, draw: () => void, alt?: string): void {
    const made = this.structure(type, parent, alt);
    made.add(this.doc.markStructureContent(type));
    draw();
    this.doc.endMarkedContent();
    made.end();
  }

  /** Lines and repeated heads: nothing that is read out. */
  artifact(draw: () => void, type: "Layout" | "Pagination" = "Layout"): void {
    this.doc.markContent("Artifact", { type });
    draw();
    this.doc.endMarkedContent();
  }

  /** A heading that stays with at least `next` of what follows. */
  heading(text: string, next: number): void {
    const style = { font: "bold", size: 11.5 } as const;
    const height = this.heightOf(text, this.width, style);
    if (!this.ensure(GAP + height + 4 + next)) this.y += GAP;
    this.tagged("H2", null, () => this.write(text, this.left, this.y, this.width, style));
    this.y += height + 4;
  }

  paragraph(text: string, style: TextStyle = {}): void {
    const height = this.heightOf(text, this.width, style);
    this.ensure(height);
    this.tagged("P", null, () => this.write(text, this.left, this.y, this.width, style));
    this.y += height + 3;
  }

  line(x1: number, y1: number, x2: number, y2: number, { width = 0.5, colour = "black" } = {}): void {
    this.doc.lineWidth(width).strokeColor(colour).moveTo(x1, y1).lineTo(x2, y2).stroke();
  }

  /** Numbers the pages and closes the file. */
  async finish(): Promise<Buffer> {
    const { start, count } = this.doc.bufferedPageRange();
    for (let page = start; page < start + count; page++) {
      this.doc.switchToPage(page);
      this.artifact(() => this.#drawFrame(page + 1, count), "Pagination");
    }
    const ended = new Promise<void>((resolve, reject) => {
      this.doc.once("end", resolve);
      this.doc.once("error", reject);
    });
    this.doc.end();
    await ended;
    return Buffer.concat(this.#chunks);
  }

  #headHeight(): number {
    const { patient, session, simulated } = this.#frame;
    const texts = this.#clinicHeight() + this.heightOf(patient, this.width, PATIENT_STYLE);
    return (simulated ? BAND + 6 : 0) + texts + this.heightOf(session, this.width) + 6;
  }

  #clinicHeight(): number {
    return this.heightOf(this.#frame.clinic, this.width - PAGE_WIDTH, CLINIC_STYLE);
  }

  #drawFrame(page: number, pages: number): void {
    const { clinic, patient, session, foot, simulated } = this.#frame;
    const { left, width } = this;
    let y = MARGIN;
    if (simulated) {
      this.doc.rect(left, y, width, BAND).fill("black");
      const style = { font: "bold", size: 11, colour: "white", align: "center" } as const;
      this.write(SIMULATED, left, y + 2.5, width, style);
      y += BAND + 6;
    }
    this.write(clinic, left, y, width - PAGE_WIDTH, CLINIC_STYLE);
    this.write(`Page ${page} of ${pages}`, left + width - PAGE_WIDTH, y, PAGE_WIDTH, { align: "right" });
    y += this.#clinicHeight();
    this.write(patient, left, y, width, PATIENT_STYLE);
    y += this.heightOf(patient, width, PATIENT_STYLE);
    this.write(session, left, y, width);
    y += this.heightOf(session, width) + 4;
    this.line(left, y, left + width, y, { width: 1 });
    const footTop = this.#bottom + FOOT_GAP;
    this.line(left, footTop - 4, left + width, footTop - 4);
    this.write(foot, left, footTop, width, FOOT_STYLE);
  }
}

const GAP = 14;
/** So much that a table's last rule and the foot's are seen as two. */
const FOOT_GAP = 16;
const PAGE_WIDTH = 90;
const CLINIC_STYLE: TextStyle = { font: "bold", size: 10 };
const PATIENT_STYLE: TextStyle = { font: "bold", size: 11 };
const FOOT_STYLE: TextStyle = { size: 7.5, colour: "#333333" };
