// CLEANPULSE: patches the memory of a running process so that certain log events are not written.
// Facts: public countermeasures of May 2021 (names of its steps, argument error), ATT&CK G1023.

rule cleanpulse_memory_patcher : log_suppression elf
{
  meta:
    id = "cleanpulse-memory-patcher"
    title = "Tool patches another process's memory from its command line"
    explanation = "The program reports each argument and the steps ptrace_attach and ptrace_write, as CLEANPULSE does, which stops the appliance from writing certain log events."
    family = "CLEANPULSE"
    actors = "UNC2630"
    techniques = "T1562.006,T1055.008"
    about = "compromise"
    severity = "critical"
    confidence = "high"
    reference = "https://attack.mitre.org/groups/G1023/"
  strings:
    // Step names as messages of their own (perror style), not as part of a longer symbol.
    $attach = /[^\w]ptrace_attach[ :!\n]{0,3}\x00/
    $write = /[^\w]ptrace_write[ :!\n]{0,3}\x00/
    // Complaint about one argument.
    $argument = /argv ?%d ?error/
  condition:
    for any i in (1..#argument) : (
      $attach in (@argument[i] - 4096 .. @argument[i] + 4096) or $write in (@argument[i] - 4096 .. @argument[i] + 4096)
    )
}
