// The SPAWN set of 2024 and later: SPAWNANT installs, SPAWNMOLE tunnels, SPAWNSNAIL is an SSH server, SPAWNSLOTH keeps
// records out of the log. Facts: Mandiant, 2025-01-08; CISA AR25-087A. The strings of a library lie in one or two
// sections, so the rules ask for them within 64 KiB of each other.

rule spawnant_installer : installer elf
{
  meta:
    id = "spawnant-installer"
    title = "Library with the strings of the SPAWNANT installer"
    explanation = "One file names the package installer, its lists, the preload mechanism and the integrity scanner. SPAWNANT needs all of them to carry itself through an upgrade; a vendor file needs some."
    family = "SPAWNANT"
    actors = "UNC5337,UNC5221"
    techniques = "T1574.006,T1554,T1562.001"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    $package = "dspkginstall"
    $bom = "bom_files"
    $install = "do-install"
    $preload = "ld.so.preload"
    $environment = "LD_PRELOAD"
    $scanner = /scanner(_legacy)?\.py/
  condition:
    for any i in (1..#bom) : (
      all of ($preload, $environment) in (@bom[i] - 65536..@bom[i] + 65536) and
      2 of ($package, $install, $scanner) in (@bom[i] - 65536..@bom[i] + 65536)
    )
}

rule spawnant_upgrade_preload : persistence perl
{
  meta:
    id = "spawnant-upgrade-preload"
    title = "The upgrade module loads an extra library into the installer"
    explanation = "LD_PRELOAD is set beside the upgrade switches of DSUpgrade.pm (or in a command that writes this line there), so that a library follows the upgrade into the new system."
    family = "SPAWNANT"
    actors = "UNC5337,UNC5221"
    techniques = "T1574.006,T1554"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    // ENV{"LD_PRELOAD"} = "name.so": plain, or with the backslashes of one or two shells around it
    $set = /ENV\s?\{\s?(\\{0,8}["']|qq?\W)?LD_PRELOAD(\\{0,8}["']|[)\/|}])?\s?\}\s{0,4}=\s{0,4}(\\{0,8}["']|qq?\W)[\w.\/%-]{2,80}/
    $module = /DSINSTALL_CLEAN|DSUpgrade\.pm|package\s{1,4}DSUpgrade\b/
  condition:
    for any i in (1..#set) : (
      $module in (@set[i] - 3000..@set[i] + 3000)
    )
}

rule spawnmole_tunneler : tunnel elf
{
  meta:
    id = "spawnmole-tunneler"
    title = "Library with the debug texts of the SPAWNMOLE tunneler"
    explanation = "The texts \"=> encrypt buf\" and \"=> decrypt buf\" beside a search of process memory maps come from SPAWNMOLE, which takes over connections of the web process."
    family = "SPAWNMOLE"
    actors = "UNC5337,UNC5221"
    techniques = "T1572,T1205,T1055"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    $encrypt = "=> encrypt buf"
    $decrypt = "=> decrypt buf"
    $maps = /\/proc\/(%d|self)\/maps/
  condition:
    for any i in (1..#encrypt) : (
      $decrypt in (@encrypt[i] - 4096..@encrypt[i] + 4096) and
      $maps in (@encrypt[i] - 65536..@encrypt[i] + 65536)
    )
}

rule spawnsnail_ssh_server : backdoor elf
{
  meta:
    id = "spawnsnail-ssh-server"
    title = "SSH server library that knows the appliance's version and SELinux state"
    explanation = "Host key names of an SSH server stand beside an SELinux note and the appliance's own version call, as in SPAWNSNAIL, which runs inside a vendor process."
    family = "SPAWNSNAIL"
    actors = "UNC5337,UNC5221"
    techniques = "T1055,T1574.006"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    $selinux = "[selinux] enforce"
    // as text, and as the name of the symbol
    $release = /DSVersion::getReleaseStr\(\)|DSVersion13getReleaseStr/
    $key = /id_(ed25519|ecdsa|rsa)\b/
    $process = /\bds(mdm|logserver)\b/
  condition:
    for any i in (1..#selinux) : (
      any of ($release, $key, $process) in (@selinux[i] - 65536..@selinux[i] + 65536)
    ) or
    for any i in (1..#release) : (
      all of ($key, $process) in (@release[i] - 65536..@release[i] + 65536)
    )
}

rule spawnsloth_log_block : tampering elf
{
  meta:
    id = "spawnsloth-log-block"
    title = "Library that hooks the log server's write function"
    explanation = "The log server's record function and its syslog switch stand beside a hooking library or the name .liblogblock.so. SPAWNSLOTH uses this to keep records out of the log and out of syslog."
    family = "SPAWNSLOTH"
    actors = "UNC5337,UNC5221"
    techniques = "T1562.006,T1562.001,T1055"
    about = "tampering"
    severity = "critical"
    confidence = "high"
    reference = "https://www.cisa.gov/news-events/analysis-reports/ar25-087a"
  strings:
    // the vendor's own symbols: they prove nothing alone
    $add = "DSLog4File3add"
    $switch = "g_do_syslog_servers_exist"
    $server = "dslogserver"
    // what the vendor's log server has no use for
    $hook = "funchook"
    $file = "liblogblock"
  condition:
    for any i in (1..#file) : (
      any of ($add, $switch, $server) in (@file[i] - 65536..@file[i] + 65536)
    ) or
    for any i in (1..#switch) : (
      $hook in (@switch[i] - 262144..@switch[i] + 262144) and
      any of ($add, $server) in (@switch[i] - 65536..@switch[i] + 65536)
    )
}
