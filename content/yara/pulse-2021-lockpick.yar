// LOCKPICK: a changed libcrypto.so whose random numbers in a range are no longer random. Not attributed to a group.
// One hash of the library and one of its patcher are published. For any other build only a comparison with the vendor's
// copy can tell; the rule below is a code shape of low confidence and says so.
// Facts: public countermeasures of April 2021 re-read as behaviour (attempt count against 99 around a call, then a copy
// of 4*(n-1) bytes from a fixed place).

rule lockpick_fixed_random : trojanised_library elf
{
  meta:
    id = "lockpick-fixed-random"
    title = "32-bit code counts attempts to 99 and copies 4*(n-1) fixed bytes"
    explanation = "A loop bounded by 99 attempts is followed by a copy of all but one word of a number from a fixed place in the library. This is consistent with a random routine that was given a fixed value; compare the library with the vendor's copy."
    family = "LOCKPICK"
    techniques = "T1554,T1600"
    about = "lead"
    severity = "medium"
    confidence = "low"
    reference = "https://attack.mitre.org/techniques/T1600/"
  strings:
    // lea r, [r*4-4] (the length 4*(n-1)) beside lea r, [ebx+disp32] (the fixed place, found through the GOT pointer), in
    // either order. The pair is what is rare, so it is searched for.
    $length_then_place = { 8D (04 | 0C | 14 | 1C | 2C | 34 | 3C) (85 | 8D | 95 | 9D | AD | B5 | BD) FC FF FF FF [0-24] 8D (83 | 8B | 93 | B3 | BB) ?? ?? ?? (00 | FF) }
    $place_then_length = { 8D (83 | 8B | 93 | B3 | BB) ?? ?? ?? (00 | FF) [0-24] 8D (04 | 0C | 14 | 1C | 2C | 34 | 3C) (85 | 8D | 95 | 9D | AD | B5 | BD) FC FF FF FF }
  condition:
    // within 250 bytes before it cmp r, 99 (83 F8+r 63) or cmp [ebp+n], 99 (83 7D n 63) and a conditional jump (7x, 0F 8x)
    for any i in (1..#length_then_place) : (
      for any k in (@length_then_place[i] - 250..@length_then_place[i] - 5) : (
        (uint16be(k) & 0xFFF8 == 0x83F8 and uint8(k + 2) == 0x63 and
          (uint8(k + 3) & 0xF0 == 0x70 or uint16be(k + 3) & 0xFFF0 == 0x0F80)) or
        (uint16be(k) == 0x837D and uint8(k + 3) == 0x63 and
          (uint8(k + 4) & 0xF0 == 0x70 or uint16be(k + 4) & 0xFFF0 == 0x0F80))
      )
    ) or
    for any i in (1..#place_then_length) : (
      for any k in (@place_then_length[i] - 250..@place_then_length[i] - 5) : (
        (uint16be(k) & 0xFFF8 == 0x83F8 and uint8(k + 2) == 0x63 and
          (uint8(k + 3) & 0xF0 == 0x70 or uint16be(k + 3) & 0xFFF0 == 0x0F80)) or
        (uint16be(k) == 0x837D and uint8(k + 3) == 0x63 and
          (uint8(k + 4) & 0xF0 == 0x70 or uint16be(k + 4) & 0xFFF0 == 0x0F80))
      )
    )
}
