/** What sshd, sudo, su and PAM say in the message of a syslog line. */

/** Adds what an authentication message tells to the fields of its line: action, user, source_ip, … */
export function addAuthFields(fields: Record<string, string>, message: string): void {
  const { program } = fields;
  if (program?.startsWith('sshd') && ssh(fields, message)) return;
  const told = (program === 'sudo' && sudo(message)) || (message.startsWith('pam_') && session(message));
  if (told) Object.assign(fields, told);
}

/** `Accepted publickey for root from 192.0.2.1 port 22 ssh2`, `Failed password for invalid user x from …`. */
function ssh(fields: Record<string, string>, message: string): boolean {
  const verb = message.startsWith('Accepted ') ? 'accepted' : message.startsWith('Failed ') ? 'failed' : undefined;
  if (!verb) return false;
  const verbEnd = message.indexOf(' ') + 1;
  const forAt = message.indexOf(' for ', verbEnd);
  // The user is what the client sent and may hold " from ": the last one is sshd's own.
  const fromAt = message.lastIndexOf(' from ');
  if (forAt < 0 || fromAt < forAt + 5) return false;
  const name = message.slice(forAt + 5, fromAt);
  const invalid = name.startsWith('invalid user ');
  fields.action = verb === 'accepted' ? 'login accepted' : 'login failed';
  fields.method = message.slice(verbEnd, forAt);
  fields.user = invalid ? name.slice(13) : name;
  if (invalid) fields.known_user = 'false';
  const [ip, , port] = message.slice(fromAt + 6).split(' ', 3);
  if (ip) fields.source_ip = ip;
  if (port) fields.source_port = port;
  return true;
}

/** `pam_unix(sshd:session): session opened for user root by (uid=0)`. */
function session(message: string): Record<string, string> | undefined {
  const colon = message.indexOf('): ');
  if (!message.startsWith('pam_') || colon < 0) return undefined;
  const what = message.slice(colon + 3);
  const verb = what.startsWith('session opened') ? 'opened' : what.startsWith('session closed') ? 'closed' : undefined;
  if (verb) {
    const userAt = what.indexOf(' for user ');
    const user = userAt < 0 ? '' : what.slice(userAt + 10).split(/[ (]/, 1)[0]!;
    return { action: `session ${verb}`, ...(user && { user }) };
  }
  if (!what.startsWith('authentication failure')) return undefined;
  const fields: Record<string, string> = { action: 'login failed' };
  for (const word of what.split(' ', 40)) {
    if (word.startsWith('rhost=') && word.length > 6) fields.source_ip = word.slice(6);
    if (word.startsWith('user=') && word.length > 5) fields.user = word.slice(5);
  }
  return fields;
}

/** `alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/bin/sh`. */
function sudo(message: string): Record<string, string> | undefined {
  const colon = message.indexOf(' : ');
  const command = message.indexOf('COMMAND=');
  if (colon < 0 || command < 0) return undefined;
  const fields: Record<string, string> = { action: 'sudo', user: message.slice(0, colon).trim() };
  for (const part of message.slice(colon + 3, command).split(' ; ', 20)) {
    if (part.startsWith('USER=')) fields.as_user = part.slice(5);
    if (part.startsWith('PWD=')) fields.cwd = part.slice(4);
  }
  fields.command = message.slice(command + 8);
  return fields;
}
