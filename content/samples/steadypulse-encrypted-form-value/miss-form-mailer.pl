exit;
__END__
$value =~ s/%([a-fA-F0-9][a-fA-F0-9])/pack("C", hex($1))/eg;
$FORM{$name} = $value;
open(MAIL, "|/usr/sbin/sendmail -t");
print MAIL "To: webmaster\@example.com\nSubject: $FORM{subject}\n\n$FORM{text}\n";
