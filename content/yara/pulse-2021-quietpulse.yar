// QUIETPULSE: a helper listens on a UNIX domain socket and runs what it receives; a changed dsserver starts it.
// Facts: public countermeasures of April 2021 (socket calls, STDOUT and STDERR duplicated to the client, fork, exec).

rule quietpulse_socket_shell : backdoor perl
{
  meta:
    id = "quietpulse-socket-shell"
    title = "Perl server on a UNIX socket hands its client a command's output"
    explanation = "The script listens on a UNIX domain socket, turns its standard output and error into the client connection and executes a command: a shell for whoever can reach the socket."
    family = "QUIETPULSE"
    actors = "UNC2717"
    techniques = "T1059.004,T1554"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // Server socket of the UNIX domain.
    $server = /((PF_UNIX|AF_UNIX|PF_LOCAL|AF_LOCAL)[^\x00]{0,600}listen\s{0,4}\(|IO::Socket::UNIX[^;]{0,300}Listen)/
    // Both output handles duplicated to something that is not STDOUT or STDERR itself, then exec, system or qx.
    $shell = /open\s{0,4}\(?\s{0,4}\\?\*?STD(OUT|ERR)\s{0,4},\s{0,4}["']\+?[<>]?>&=?["']?[\s,.]{0,4}(fileno\s{0,4}\(?\s{0,4})?\\?\*?\$?[A-RT-Za-z][^;\n]{0,60};?[^\x00]{0,120}open\s{0,4}\(?\s{0,4}\\?\*?STD(ERR|OUT)\s{0,4},\s{0,4}["']\+?[<>]?>&=?["']?[\s,.]{0,4}(fileno\s{0,4}\(?\s{0,4})?\\?\*?\$?[A-RT-Za-z][^;\n]{0,60};?[^\x00]{0,300}[^\w>:.](exec|system|qx)[\s({"'$]/
  condition:
    for any i in (1..#server) : ($shell in (@server[i] - 500 .. @server[i] + 3000))
}

rule quietpulse_launcher : persistence perl
{
  meta:
    id = "quietpulse-launcher"
    title = "Script forks and executes dshelper"
    explanation = "A script forks and starts /home/bin/dshelper in the child. The vendor ships no program of that name; QUIETPULSE uses it for its socket shell. The folder is known second hand."
    family = "QUIETPULSE"
    actors = "UNC2717"
    techniques = "T1554,T1036.005"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // fork, then exec or system of the helper; or the helper put in the background.
    $fork = /[^\w]fork[^\w][^\x00]{0,300}(exec|system)[^;\n]{0,60}\/dshelper["'\s;)]/
    $background = /[\s"'`]\/[^\s"'`]{0,60}\/dshelper[^\n\x00;]{0,60}&["'\s;)]/
  condition:
    any of them
}
