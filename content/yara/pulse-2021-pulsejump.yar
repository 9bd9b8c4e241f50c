// PULSEJUMP: code in an authentication module that branches on the kind of auth server and appends credentials to a
// file in /tmp. Facts: public countermeasures of April 2021.

rule pulsejump_server_type_capture : credential perl
{
  meta:
    id = "pulsejump-server-type-capture"
    title = "Authentication code writes credentials to /tmp, branch by branch of server type"
    explanation = "The code compares the kind of authentication server (Radius, Samba, AD), fetches the settings of each, and appends the result to a file under /tmp. The vendor's code keeps no such file."
    family = "PULSEJUMP"
    actors = "UNC2717"
    techniques = "T1556,T1074.001"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // Two server types compared one after the other, each followed by an array from a call; then append and write.
    $flow = /(eq|=~|==)\s{0,4}["'\/]([Rr]adius|RADIUS|[Ss]amba|SAMBA|AD)["'\/i]{1,2}[^\x00]{0,30}\{[^\x00]{0,60}(@\w{1,30}|\(\s{0,3}\$[^=;]{1,60}\))\s{0,4}=[^\x00]{0,300}(eq|=~|==)\s{0,4}["'\/]([Rr]adius|RADIUS|[Ss]amba|SAMBA|AD)["'\/][^\x00]{0,1000}(open\s{0,4}\(?[^;]{1,60}>>\s{0,4}[^;]{0,30}\/tmp\/[^;\s"']{0,60}\s?["'})\]|!~][^;]{0,60};|sysopen\s{0,4}\(?[^;]{1,40}\/tmp\/[^;\s"']{0,60}\s?["'})\]|!~][^;]{0,60}O_APPEND[^;]{0,60};|["']\/tmp\/[^"'\s;]{1,60}["']\s{0,4};[^\x00]{0,150}open\s{0,4}\(?[^;]{1,40}>>[^;]{0,40}\$\w[^;]{0,60};)[^\x00]{0,200}(syswrite|printf?|say)/
  condition:
    $flow
}
