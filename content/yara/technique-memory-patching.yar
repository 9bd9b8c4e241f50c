// Patching or reading another process's memory from a small tool.

rule ptrace_patch_tool : injection elf
{
  meta:
    id = "ptrace-patch-tool"
    title = "Program reports attaching to and writing into another process"
    explanation = "The program has messages of its own for ptrace attach and write. Debuggers do too, so look at where it lies; an appliance ships none."
    techniques = "T1055.008"
    about = "lead"
    severity = "medium"
    confidence = "low"
    reference = "https://attack.mitre.org/techniques/T1055/008/"
  strings:
    // Step names as whole messages.
    $attach = /\x00ptrace_?attach[ :!\n]{0,3}\x00/
    $write = /\x00ptrace_?(write|poke|inject)[a-z_]{0,6}[ :!\n]{0,3}\x00/
  condition:
    for any i in (1..#attach) : ($write in (@attach[i] - 4096 .. @attach[i] + 4096))
}
