// THINSPOOL: the shell script (with a Perl companion) that writes LIGHTWIRE into a vendor CGI and repeats this after an
// upgrade. Facts: ATT&CK C0029; the strings published with the first report of January 2024.

rule thinspool_dropper : dropper shell
{
  meta:
    id = "thinspool-dropper"
    title = "Script with the staging folder and targets of THINSPOOL"
    explanation = "The script works in /tmp/qactg or runs as sessionserver out of the SQL folder, and names the log settings module or command list that THINSPOOL changes. The vendor ships no such script."
    family = "THINSPOOL"
    actors = "UNC5221"
    techniques = "T1059.004,T1554"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://www.mandiant.com/resources/blog/suspected-apt-targets-ivanti-zero-day"
  strings:
    // its own places
    $staging = "/tmp/qactg/"
    $session = /\/home\/etc\/sql\/dsserver\/sessionserver\.(sh|pl)/
    // what it reads and changes
    $commands = "/home/config/dscommands"
    $module = "DSLogConfig.pm"
    // the record of a configuration export
    $code = "ADM20447"
    $upgrade = "/home/perl/DSUpgrade.pm"
    $target = "compcheckresult.cgi"
  condition:
    for any i in (1..#staging) : (
      any of ($commands, $module, $code, $session, $target) in (@staging[i] - 8192..@staging[i] + 8192)
    ) or
    for any i in (1..#session) : (
      any of ($commands, $module, $code, $upgrade, $target) in (@session[i] - 8192..@session[i] + 8192)
    )
}
