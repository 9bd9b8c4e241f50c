// PACEMAKER: an ELF (seen for 32 and 64 bit) that reads the memory of the web server process dswsd and writes user
// names, passwords and auth numbers to a file; a shell launcher starts it.
// Facts: MITRE ATT&CK S1109; public countermeasures of April 2021.

rule pacemaker_memory_reader : credential elf
{
  meta:
    id = "pacemaker-memory-reader"
    title = "Tool writes user names, passwords and auth numbers read from process memory"
    explanation = "The output format (name, password, auth number) is that of PACEMAKER, which scans the memory of the web server for logins."
    family = "PACEMAKER"
    actors = "UNC2630"
    techniques = "T1003.007,T1055.008"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1109/"
  strings:
    // The format string of the loot line; other separators and widths allowed.
    $format = /Name ?: ?%[0-9.]{0,6}s[^\x00\n%]{1,8}(Pwd|Pass|Password|Passwd) ?: ?%[0-9.]{0,6}s[^\x00\n%]{1,8}Auth_?Num ?: ?%/
  condition:
    $format
}

rule pacemaker_dswsd_memory : credential elf
{
  meta:
    id = "pacemaker-dswsd-memory"
    title = "Program looks up the web server process and opens its memory"
    explanation = "The program holds format strings for /proc/<pid>/mem, maps and cmdline beside the process name dswsd, which handles logins. Vendor programs do not read that memory through /proc."
    family = "PACEMAKER"
    actors = "UNC2630"
    techniques = "T1003.007,T1055.008,T1083"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/software/S1109/"
  strings:
    // Format strings, ended as a C string or by a quote (a script would work as well).
    $mem = /\/proc\/(%[0-9l]{0,3}[sdu]|\$\{?\w{1,20}\}?)\/mem[\x00"'\s]/
    $maps = /\/proc\/(%[0-9l]{0,3}[sdu]|\$\{?\w{1,20}\}?)\/maps[\x00"'\s]/
    $dswsd = /[\x00"'\s\/]dswsd[\x00"'\s)`;]/
  condition:
    for any i in (1..#mem) : (
      $maps in (@mem[i] - 4096 .. @mem[i] + 4096) and $dswsd in (@mem[i] - 4096 .. @mem[i] + 4096)
    )
}

rule pacemaker_launcher : credential shell
{
  meta:
    id = "pacemaker-launcher"
    title = "Script starts the memory reader in the background with fixed times"
    explanation = "A program named memread is started in the background with time, size and sleep options, as the PACEMAKER launcher does. The option letters are known second hand."
    family = "PACEMAKER"
    actors = "UNC2630"
    techniques = "T1059.004,T1003.007"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/software/S1109/"
  strings:
    // memread with at least two numeric single-letter options, then background; output may be redirected.
    $start = /memread(["']?\s{1,4}-[a-z]\s{0,3}["']?[0-9$]\S{0,12}){2,6}[^\n\x00&]{0,80}(>\s?&?[^\n\x00&]{1,40})?(2>&1\s{0,4})?&/
  condition:
    $start
}

rule pacemaker_loot : loot
{
  meta:
    id = "pacemaker-loot"
    title = "Stolen logins: name, password and auth number"
    explanation = "The lines give names, passwords and auth numbers as PACEMAKER writes them. Treat the accounts as stolen."
    family = "PACEMAKER"
    actors = "UNC2630"
    techniques = "T1074.001,T1003.007"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/software/S1109/"
  strings:
    // A filled-in line: values instead of %s. An empty auth number is usual.
    $line = /Name ?: ?[^\x00\r\n|%]{1,80} ?\|\| ?(Pwd|Pass|Password|Passwd) ?: ?[^\x00\r\n%][^\x00\r\n]{0,120} ?\|\| ?Auth_?Num ?:/
  condition:
    $line
}
