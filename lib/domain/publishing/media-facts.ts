/** What a file's own bytes say of it, whatever it is called. */
export interface MediaFacts {
  readonly kind: "image" | "video";
  readonly contentType: string;
  /** As people see it: turned as the file itself asks for. */
  readonly width?: number;
  readonly height?: number;
  readonly durationMs?: number;
  readonly codecs?: Codecs;
  /** Pictures a second, on average. */
  readonly frameRate?: number;
}

/** Short names: `avc` (H.264), `hevc`, `vp9`, `av1`; `aac`, `mp3`, `opus`. `unknown` is one that has none. */
export interface Codecs {
  readonly video?: string;
  readonly audio?: string;
}

export type Probe =
  | { readonly isReadable: true; readonly facts: MediaFacts }
  /** `unknown-kind`: no image or video that we know. `damaged`: one that breaks off or makes no sense. */
  | { readonly isReadable: false; readonly because: "unknown-kind" | "damaged" };
