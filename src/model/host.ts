/** Who the device is, as far as its own files say; each fact with the path that says it. */
export interface Host {
  product: 'ivanti-connect-secure' | 'linux' | 'unknown';
  /** For people: "Pulse/Ivanti Connect Secure". */
  title: string;
  confidence: 'low' | 'medium' | 'high';
  version?: string;
  build?: string;
  name?: string;
  zone?: string;
  /** The systems found side by side on the device. */
  systems: { role: string; version?: string; layers: string[]; basis: string }[];
  /** "what: path" for each fact above. */
  basis: string[];
}
