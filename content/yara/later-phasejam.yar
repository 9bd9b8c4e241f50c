// PHASEJAM: a shell script that puts a web shell into two CGIs, replaces remotedebug, fakes upgrades and later cuts
// records out of the logs. Facts: Mandiant, 2025-01-08.

rule phasejam_access_allow : webshell perl
{
  meta:
    id = "phasejam-access-allow"
    title = "Perl CGI with the AccessAllow web shell"
    explanation = "The request header HTTP_CODE chooses an action and the parameter License brings the data: run a command, read or write a file. The vendor's CGI has no such function."
    family = "PHASEJAM"
    actors = "UNC5221"
    techniques = "T1505.003,T1554"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    $sub = /\bsub\s{1,8}AccessAllow\b/
    // called first thing in main
    $called = /\bsub\s{1,8}main\s{0,8}\{[^;}]{0,80}\bAccessAllow\s{0,4}(\(|;)/
    // the header that chooses the action
    $choice = /\bHTTP_CODE\b/
    // the parameter with the data
    $data = /["'{(\/|]\s?License\s?["'})\/|]/
    $act_call = /\b(system|exec|eval|open|popen)\s{0,8}[("'$]/
    $act_quote = /\bqx[({\[<\/|!~#][\t-\r -~]/
    $act_tick = /= `(\$|[\t -_a-~][^`\n]{0,79}\$)/
    $act_print = /\b(print|return)\s?\(?`[^`\n]{0,80}\$/
    $act_decode = "decode_base64"
  condition:
    $called or
    for any i in (1..#sub) : (
      any of ($choice, $data) in (@sub[i]..@sub[i] + 3000) and
      any of ($act_*) in (@sub[i]..@sub[i] + 3000)
    ) or
    for any i in (1..#choice) : (
      $data in (@choice[i] - 1500..@choice[i] + 1500) and
      any of ($act_*) in (@choice[i] - 300..@choice[i] + 2000)
    )
}

rule phasejam_dropper : dropper shell
{
  meta:
    id = "phasejam-dropper"
    title = "Script that puts the AccessAllow web shell into vendor CGIs"
    explanation = "The script keeps .bak copies of the vendor's CGIs and of remotedebug and writes AccessAllow into the originals: the installer of PHASEJAM."
    family = "PHASEJAM"
    actors = "UNC5221"
    techniques = "T1505.003,T1554,T1036.005"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    $copy = /\b(getComponent|restAuth)\.cgi\.bak\b/
    $target = /\b(getComponent|restAuth)\.cgi\b/
    $wrapper = "remotedebug"
    $shell = "AccessAllow"
    $edit = /\bsed\s{1,4}(-[a-zA-Z]{1,4}\s{1,4}){0,3}(-[a-zA-Z]{0,4}i|--in-place)/
    $manifest = "manifest/manifest"
  condition:
    for any i in (1..#copy) : (
      any of ($wrapper, $shell) in (@copy[i] - 6000..@copy[i] + 6000) and
      any of ($edit, $manifest) in (@copy[i] - 6000..@copy[i] + 6000)
    ) or
    for any i in (1..#shell) : (
      $target in (@shell[i] - 1500..@shell[i] + 1500) and
      $edit in (@shell[i] - 1500..@shell[i] + 1500)
    )
}

rule phasejam_fake_upgrade : tampering perl
{
  meta:
    id = "phasejam-fake-upgrade"
    title = "The upgrade module shows an upgrade and returns before doing it"
    explanation = "processUpgradeDisplay draws the progress of an upgrade, and the function returns before the installer is started. The administrator believes in an upgrade that never happened."
    family = "PHASEJAM"
    actors = "UNC5221"
    techniques = "T1554,T1562.001"
    about = "tampering"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    $fake = /\bprocessUpgradeDisplay\b\s{0,4}\(?[^;{}]{0,120};\s{0,80}(#[^\n]{0,120}\n\s{0,60}){0,3}return\b[^;]{0,40};/
    $install = /\bpopen\s{0,4}[(*\\$]/
  condition:
    for any i in (1..#fake) : (
      $install in (@fake[i]..@fake[i] + 1500)
    )
}

rule phasejam_remotedebug_wrapper : backdoor shell
{
  meta:
    id = "phasejam-remotedebug-wrapper"
    title = "remotedebug replaced by a script that runs its argument"
    explanation = "A script stands in for the vendor's program: with the argument -c it runs a command, otherwise it calls the original kept as remotedebug.bak."
    family = "PHASEJAM"
    actors = "UNC5221"
    techniques = "T1554,T1059.004,T1036.005"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    $original = "/home/bin/remotedebug.bak"
    // [ "$1" = "-c" ], [[ $1 == -c ]], test "$1" = -c, case "$1" in -c)
    $test = /\$\{?1\}?["']?\s{0,4}(={1,2}|in|eq)\s{0,40}["'\s]-c["'\s)\];|&*]|["']-c["']\s{0,4}(={1,2}|eq)\s{0,4}["']?\$/
  condition:
    for any i in (1..#original) : (
      $test in (@original[i] - 1000..@original[i] + 1000)
    )
}

rule phasejam_log_scrub : tampering shell
{
  meta:
    id = "phasejam-log-scrub"
    title = "Commands that cut the traces of the exploit out of the logs"
    explanation = "One script names the records that the exploit of CVE-2025-0282 leaves behind, and an editor that removes them from the event log, the debug log or the audit log."
    family = "PHASEJAM"
    actors = "UNC5221"
    techniques = "T1070,T1070.004"
    about = "tampering"
    severity = "critical"
    confidence = "high"
    reference = "https://cloud.google.com/blog/topics/threat-intelligence/ivanti-connect-secure-vpn-zero-day"
  strings:
    // log.events.vc0: the four kinds of record that are cut out
    $login = "AUT24604"
    $crash = "SYS31048"
    $restart = "SYS31376"
    $error = "ERR10073"
    // debuglog: the traces of the crash
    $debug = /segfault[^\n]{0,200}(SystemError|ifttls|main\.cc|SSL_read|tlsconnectionpoint)/
    $log = /log\.events\.vc0|\bdebuglog\b/
    $edit = /\bsed\s{1,4}(-[a-zA-Z]{1,4}\s{1,4}){0,3}(-[a-zA-Z]{0,4}i|--in-place)|\bgrep\s{1,4}-[a-zA-Z]{0,4}v|\bperl\s{1,4}-[a-z]{0,4}i/
  condition:
    for any i in (1..#edit) : (
      $log in (@edit[i]..@edit[i] + 1500) and
      (2 of ($login, $crash, $restart, $error) in (@edit[i] - 600..@edit[i] + 1200) or
       $debug in (@edit[i]..@edit[i] + 600))
    )
}
