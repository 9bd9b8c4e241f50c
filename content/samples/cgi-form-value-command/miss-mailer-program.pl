exit;
__END__
$v =~ s/%(..)/chr(hex($1))/ge;
open(MAIL, "|$mailprog -t");
print MAIL "Subject: $FORM{subject}\n";
