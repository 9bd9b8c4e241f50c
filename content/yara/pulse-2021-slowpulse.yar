// SLOWPULSE: four changes to the vendor's 32-bit login library libdsplibs.so. Code in the padding between functions,
// entered by a detour, compares the supplied password with a fixed one, or keeps the credentials.
// What a rule can see: position-independent code that saves all registers and flags, finds its own address, compares
// bytes, and restores them; and the name of the loot file of the third variant.
// What it cannot: a variant compiled otherwise. Hashes of three libraries and of the patchers are published; for anything
// else only a comparison with the vendor's copy of the same version can tell. The loot itself ("user:password" lines in
// PAUS.pm) looks like many innocent files, so its name is an indicator and its content is not a rule.
// Facts: MITRE ATT&CK S1104; public countermeasures of April 2021, re-read as behaviour.

rule slowpulse_detour_compare : trojanised_library elf
{
  meta:
    id = "slowpulse-detour-compare"
    title = "Inserted 32-bit code saves all registers, finds its own address and compares a string"
    explanation = "Code that pushes all registers and flags, uses a call to the next instruction to learn where it is, compares bytes and restores everything is written by hand; compilers do not produce it. SLOWPULSE works so."
    family = "SLOWPULSE"
    actors = "UNC2630"
    techniques = "T1554,T1556.004"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/software/S1104/"
  strings:
    // pusha and pushf in either order, call next, pop register. The call is what is searched for, so what has two bytes
    // only is looked at in the condition.
    $saved = { (60 | 9C) (60 | 9C) [0-24] E8 00 00 00 00 (58 | 59 | 5A | 5B | 5D | 5E | 5F) }
    // The same with call next and pop first.
    $called = { E8 00 00 00 00 (58 | 59 | 5A | 5B | 5D | 5E | 5F) [0-24] (60 | 9C) (60 | 9C) }
    // Four single-byte compares with a conditional jump each in place of repe cmpsb.
    $saved_chain = { (60 | 9C) (60 | 9C) [0-24] E8 00 00 00 00 (58 | 59 | 5A | 5B | 5D | 5E | 5F) [0-100] 80 (38 | 39 | 3A | 3B | 3E | 3F | 7? ??) ?? (75 ?? | 0F 85 ?? ?? ?? ??) [0-4] 80 (38 | 39 | 3A | 3B | 3E | 3F | 7? ??) ?? (75 ?? | 0F 85 ?? ?? ?? ??) [0-4] 80 (38 | 39 | 3A | 3B | 3E | 3F | 7? ??) ?? (75 ?? | 0F 85 ?? ?? ?? ??) [0-4] 80 (38 | 39 | 3A | 3B | 3E | 3F | 7? ??) ?? (75 | 0F 85) }
    $called_chain = { E8 00 00 00 00 (58 | 59 | 5A | 5B | 5D | 5E | 5F) [0-24] (60 | 9C) (60 | 9C) [0-100] 80 (38 | 39 | 3A | 3B | 3E | 3F | 7? ??) ?? (75 ?? | 0F 85 ?? ?? ?? ??) [0-4] 80 (38 | 39 | 3A | 3B | 3E | 3F | 7? ??) ?? (75 ?? | 0F 85 ?? ?? ?? ??) [0-4] 80 (38 | 39 | 3A | 3B | 3E | 3F | 7? ??) ?? (75 ?? | 0F 85 ?? ?? ?? ??) [0-4] 80 (38 | 39 | 3A | 3B | 3E | 3F | 7? ??) ?? (75 | 0F 85) }
  condition:
    // then repe cmpsb (F3 A6), unless it was a chain, and popf and popa in either order (9D 61)
    for any i in (1..#saved) : (
      for any cmp in (@saved[i] + !saved[i]..@saved[i] + !saved[i] + 160) : (
        uint16be(cmp) == 0xF3A6 and
        for any k in (cmp + 2..cmp + 242) : (uint16be(k) == 0x9D61 or uint16be(k) == 0x619D)
      )
    ) or
    for any i in (1..#called) : (
      for any cmp in (@called[i] + !called[i]..@called[i] + !called[i] + 160) : (
        uint16be(cmp) == 0xF3A6 and
        for any k in (cmp + 2..cmp + 242) : (uint16be(k) == 0x9D61 or uint16be(k) == 0x619D)
      )
    ) or
    for any i in (1..#saved_chain) : (
      for any k in (@saved_chain[i] + !saved_chain[i]..@saved_chain[i] + !saved_chain[i] + 240) : (
        uint16be(k) == 0x9D61 or uint16be(k) == 0x619D
      )
    ) or
    for any i in (1..#called_chain) : (
      for any k in (@called_chain[i] + !called_chain[i]..@called_chain[i] + !called_chain[i] + 240) : (
        uint16be(k) == 0x9D61 or uint16be(k) == 0x619D
      )
    )
}

rule slowpulse_loot_path : trojanised_library
{
  meta:
    id = "slowpulse-loot-path"
    title = "Program names the loot file /home/perl/PAUS.pm"
    explanation = "A program or script holds the path /home/perl/PAUS.pm as a file to open. SLOWPULSE keeps stolen logins there; the vendor has no module of that name."
    family = "SLOWPULSE"
    actors = "UNC2630"
    techniques = "T1074.001,T1554"
    about = "compromise"
    severity = "high"
    confidence = "medium"
    reference = "https://attack.mitre.org/software/S1104/"
  strings:
    // The path as a C string of its own (a report or an indicator list does not end it with NUL on both sides).
    $c_string = "\x00/home/perl/PAUS.pm\x00"
    // The path opened by a script.
    $script = /(>>\s{0,3}|open\s{0,4}\(?[^;\n]{1,40},[^;\n]{0,20})["']?\/home\/perl\/PAUS\.pm/
    // The path built from four-byte immediates, first part first (moves) or last part first (pushes).
    $moved = { 2F 68 6F 6D [1-8] 65 2F 70 65 [1-8] 72 6C 2F 50 [1-8] 41 55 53 2E }
    $pushed = { 41 55 53 2E [1-8] 72 6C 2F 50 [1-8] 65 2F 70 65 [1-8] 2F 68 6F 6D }
  condition:
    any of them
}
