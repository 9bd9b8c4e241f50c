// ZIPLINE: a preloaded library that hooks accept(), wakes on a false SSH banner and follows the upgrade into the new
// system tree. Facts: MITRE ATT&CK S1114 and the strings published with the first report of January 2024.

rule zipline_upgrade_hook : backdoor elf
{
  meta:
    id = "zipline-upgrade-hook"
    title = "Library with a false SSH banner and paths of the upgrade installer"
    explanation = "These strings stand together in ZIPLINE: the banner that wakes it, and the files it changes in the new system tree during an upgrade. No vendor library needs both."
    family = "ZIPLINE"
    actors = "UNC5221"
    techniques = "T1205,T1554,T1562.001"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1114/"
  strings:
    // the banner that wakes it; OpenSSH never had a release 0.3xx
    $banner = "SSH-2.0-OpenSSH_0.3xx"
    // parts of the unpacked upgrade package
    $install = "./installer/do-install"
    $bom = "./installer/bom_files/"
    // what it changes in the new system tree
    $preload = "/tmp/data/root/etc/ld.so.preload"
    $exclusion = "/tmp/data/root/home/etc/manifest/exclusion_list"
  condition:
    for any i in (1..#banner) : (
      any of ($install, $bom, $preload, $exclusion) in (@banner[i] - 65536..@banner[i] + 65536)
    ) or
    for any i in (1..#exclusion) : (
      all of ($install, $bom, $preload) in (@exclusion[i] - 32768..@exclusion[i] + 32768)
    )
}
