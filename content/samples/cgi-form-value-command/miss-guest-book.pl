exit;
__END__
$value =~ s/%([a-fA-F0-9][a-fA-F0-9])/pack("C", hex($1))/eg;
$FORM{$name} = $value;
open(BOOK, ">>$bookfile");
print BOOK "$FORM{'name'}: $FORM{'text'}\n";
system("/bin/date");
