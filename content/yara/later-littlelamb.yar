// LITTLELAMB.WOOLTEA and its partner PITSOCK: a daemon behind a UNIX socket that waits for upgrades and tries to enter
// the factory-reset image. Facts: ATT&CK S1121 and C0029.

rule littlelamb_wooltea_socket : backdoor elf
{
  meta:
    id = "littlelamb-wooltea-socket"
    title = "Program with the socket and upgrade paths of LITTLELAMB.WOOLTEA"
    explanation = "The socket /tmp/clientsDownload.sock and the archive samba_upgrade.tar belong to LITTLELAMB.WOOLTEA and PITSOCK; the vendor uses neither name."
    family = "LITTLELAMB.WOOLTEA"
    actors = "UNC5325"
    techniques = "T1543,T1554,T1090,T1205"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1121/"
  strings:
    $socket = "/tmp/clientsDownload.sock"
    // what it puts into the factory-reset partition
    $archive = "bin/samba_upgrade.tar"
    $mount = "tmp/tmpmnt"
    // appears when an upgrade unpacks a new system
    $trigger = "/tmp/data/root/dev"
    $first = "first_run"
    // what PITSOCK hooks in the web process
    $hook = "setsockopt"
  condition:
    for any i in (1..#socket) : (
      any of ($archive, $mount, $trigger, $first, $hook) in (@socket[i] - 65536..@socket[i] + 65536)
    ) or
    for any i in (1..#archive) : (
      any of ($mount, $trigger) in (@archive[i] - 8192..@archive[i] + 8192)
    )
}
