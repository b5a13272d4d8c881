# SPDX-License-Identifier: GPL-3.0-or-later
"""Instructions that the kernels may come to use and the translator knows: tested like those that they use today."""

TEXTS = """
vaddpd (%rax), %zmm1, %zmm13 {%k1} {z}
vaddpd (%rcx), %zmm1, %zmm3 {%k2}
vfmadd231pd (%rax), %zmm14, %zmm2 {%k3}
vfnmadd213pd %zmm20, %zmm3, %zmm13
vfmsub132pd (%rdx){1to8}, %zmm1, %zmm2
vmulpd (%rax){1to4}, %ymm1, %ymm2
vaddpd %ymm18, %ymm2, %ymm17 {%k1}
vmulpd %xmm17, %xmm2, %xmm3 {%k1} {z}
vmovupd (%rax), %zmm3 {%k1} {z}
vmovupd (%rcx), %zmm18 {%k1}
vmovupd (%rdx), %ymm3 {%k2} {z}
vmovupd %zmm3, (%rax) {%k1}
vmovupd %zmm22, (%rcx) {%k1}
vmovups (%rax), %zmm14 {%k1} {z}
vmovdqu64 (%rax), %zmm4 {%k1} {z}
vmovdqu64 %ymm4, (%rax) {%k5}
vmovupd %ymm20, %ymm3
vmovapd %xmm19, %xmm3 {%k1}
vmovdqu8 %zmm1, %zmm2 {%k3} {z}
vmovdqu8 %ymm17, %ymm2 {%k3}
vpxorq %zmm1, %zmm17, %zmm3 {%k1}
vpord %zmm1, %zmm17, %zmm13 {%k1} {z}
vpandq (%rax){1to8}, %zmm1, %zmm2
vpsrlq $3, %zmm2, %zmm19
vpsllvq %zmm1, %zmm2, %zmm3
vpsubd %zmm16, %zmm2, %zmm3
vpsubb %zmm16, %zmm2, %zmm3 {%k1}
vunpckhpd %zmm1, %zmm20, %zmm20 {%k4}
vpermpd $27, %zmm3, %zmm3
vpermpd $27, (%rax), %zmm13
vpermpd %ymm1, %ymm2, %ymm3 {%k1} {z}
vpermpd (%rax), %zmm2, %zmm2
vpermq %zmm1, %zmm15, %zmm3 {%k1}
vpermt2pd (%rax), %zmm2, %zmm3
vpermt2pd %ymm1, %ymm2, %ymm3 {%k1} {z}
vpermi2pd %zmm1, %zmm12, %zmm13
vpermi2q %zmm1, %zmm2, %zmm3 {%k7}
vshuff64x2 $141, %zmm3, %zmm3, %zmm3
vshufi64x2 $78, %zmm13, %zmm2, %zmm30
vexpandpd %zmm3, %zmm3 {%k1}
vexpandpd %ymm3, %ymm14 {%k1}
vexpandpd %ymm13, %ymm4 {%k1} {z}
vcompresspd %zmm3, %zmm4 {%k1}
vcompresspd %zmm3, %zmm3 {%k1} {z}
vcompresspd %ymm23, %ymm3 {%k2}
vpcompressd %ymm3, %ymm4 {%k1}
vpexpandd %ymm3, %ymm4 {%k1}
vpexpandq %zmm3, %zmm20 {%k1} {z}
vinsertf32x4 $2, %xmm3, %zmm4, %zmm5
vinsertf64x2 $1, (%rax), %zmm14, %zmm15
vinsertf64x4 $0, (%rax), %zmm14, %zmm15
vinserti32x4 $1, %xmm3, %ymm20, %ymm5
vextractf64x4 $1, %zmm3, (%rax)
vextractf64x2 $3, %zmm20, %xmm3
vextracti32x4 $2, %zmm2, (%rax)
vbroadcastf64x4 (%rax), %zmm3
vbroadcastf32x4 (%rax), %zmm17
vbroadcasti64x2 (%rax), %ymm17
vbroadcastsd %xmm3, %zmm3 {%k1}
vbroadcastsd %xmm13, %ymm4 {%k1} {z}
vpbroadcastq %r9, %zmm4
vpbroadcastq %rax, %zmm4 {%k1}
vpbroadcastd %eax, %zmm4 {%k1} {z}
vpbroadcastb %ebp, %ymm4
vcmpunordpd %zmm1, %zmm2, %k1 {%k1}
vcmpneqpd (%rax), %zmm2, %k3
vcmpnltpd (%rax){1to8}, %zmm12, %k3
vcmpordpd %ymm1, %ymm17, %k3
vcmplepd %xmm1, %xmm17, %k3
vcmpltsd %xmm1, %xmm17, %k3
vpcmpltq %zmm1, %zmm2, %k2
vpcmpleuq %zmm1, %zmm2, %k2
vpcmpnltud %zmm1, %zmm2, %k2 {%k2}
vpcmpgtd %ymm1, %ymm2, %k2
vpcmpneqd (%rax), %zmm20, %k2
vpcmpnleub %ymm1, %ymm2, %k2
vpcmpnleb (%rcx), %zmm2, %k2
vptestmq %zmm1, %zmm2, %k2 {%k3}
vptestnmb %zmm1, %zmm2, %k2
vptestnmd %xmm1, %xmm2, %k2
vblendmpd %zmm1, %zmm2, %zmm3 {%k1} {z}
vpblendmd %ymm1, %ymm22, %ymm3 {%k1}
vpblendmb %zmm1, %zmm2, %zmm3 {%k1}
vcvtuqq2pd %zmm3, %zmm14
vcvtuqq2pd %xmm3, %xmm4
vcvtusi2sd %eax, %xmm3, %xmm3
vcvtusi2sd %r10, %xmm3, %xmm17
vplzcntq %ymm3, %ymm4
vplzcntq %zmm20, %zmm4
vpternlogd $150, %zmm1, %zmm2, %zmm3
vpternlogq $202, %ymm1, %ymm17, %ymm3
vpternlogq $27, (%rax), %zmm2, %zmm14
vpmovqd %ymm3, %xmm4
vpmovqd %zmm14, %ymm14
vpmovm2d %k1, %zmm3
vpmovm2b %k1, %ymm3
vpmovm2q %k5, %xmm13
vpmovq2m %zmm3, %k2
vpmovd2m %zmm13, %k2
vpmovb2m %zmm13, %k2
kmovb %k1, (%rax)
kmovw (%rcx), %k1
kmovd (%rcx), %k1
kmovq %k4, (%rcx)
kmovb %eax, %k1
kmovw %k1, %k2
kmovb %k1, %r9d
kandnw %k1, %k2, %k3
kxorb %k1, %k2, %k2
kxnorw %k1, %k1, %k3
knotb %k1, %k3
knotq %k1, %k1
kandd %k1, %k2, %k3
korw %k1, %k2, %k3
kshiftlb $3, %k1, %k2
kshiftrw $5, %k1, %k2
kshiftrq $40, %k1, %k2
kunpckbw %k1, %k2, %k3
kunpckdq %k1, %k2, %k1
kunpckwd %k1, %k2, %k2
kortestb %k1, %k2
kortestd %k1, %k2
kortestq %k1, %k1
ktestq %k1, %k2
ktestb %k2, %k2
vmovapd %zmm31, (%rsp)
vmovapd 64(%rsp), %zmm12
vmovsd %xmm1, %xmm2, %xmm3 {%k1} {z}
vaddsd %xmm21, %xmm2, %xmm20
vmaxsd (%rax), %xmm31, %xmm0
vucomisd %xmm20, %xmm2
vshufpd $100, %zmm1, %zmm2, %zmm13
vandnpd %zmm1, %zmm2, %zmm13
vorpd %zmm1, %zmm22, %zmm3
vpandd %zmm1, %zmm2, %zmm3
vpandnd %zmm1, %zmm2, %zmm3 {%k1}
vporq %zmm1, %zmm2, %zmm3
vpxord %zmm1, %zmm2, %zmm3
vpaddd %zmm1, %zmm2, %zmm13
vpslld $3, %zmm2, %zmm13
vpsrld $9, %zmm2, %zmm13 {%k2}
vpsllq $60, %zmm2, %zmm3
vpsllvd %zmm1, %zmm2, %zmm3
vpsrlvd %zmm1, %zmm2, %zmm3
vpsrlvq %zmm1, %zmm2, %zmm13
vmovddup %zmm13, %zmm13
vpshufd $201, %zmm2, %zmm13
vfnmadd132pd %zmm1, %zmm2, %zmm3
vfnmadd231pd %zmm1, %zmm2, %zmm3
vfmsub213pd %zmm1, %zmm2, %zmm3
vfmsub231pd %zmm1, %zmm2, %zmm3
vfnmsub132pd %zmm1, %zmm2, %zmm3
vfnmsub213pd %zmm1, %zmm2, %zmm3
vfnmsub231pd %zmm1, %zmm2, %zmm13
vblendmps %zmm1, %zmm2, %zmm3 {%k1}
vpblendmq %zmm1, %zmm2, %zmm13 {%k1}
vbroadcastf32x8 (%rax), %zmm3
vbroadcastf64x2 (%rax), %zmm3
vbroadcasti32x4 (%rax), %zmm3
vbroadcasti32x8 (%rax), %zmm3
vbroadcasti64x4 (%rax), %zmm3
vcompressps %ymm3, %ymm4 {%k1} {z}
vexpandps %ymm3, %ymm4 {%k1} {z}
vpcompressq %zmm3, %zmm4 {%k1} {z}
vextractf32x8 $1, %zmm3, %ymm4
vextracti32x8 $0, %zmm23, %ymm14
vextracti64x2 $3, %zmm3, %xmm4
vinsertf32x8 $1, %ymm3, %zmm4, %zmm4
vinserti32x8 $0, %ymm13, %zmm4, %zmm13
vinserti64x2 $3, %xmm3, %zmm4, %zmm5
vmovdqa32 %zmm3, %zmm4 {%k1}
vmovdqu32 (%rax), %zmm4 {%k1} {z}
vpermt2q %zmm1, %zmm2, %zmm3
vshuff32x4 $99, %zmm1, %zmm2, %zmm3
vshufi32x4 $27, %zmm1, %zmm2, %zmm1
""".strip().splitlines()

# Logic, shifts and tests of masks in every width.
TEXTS += [f"k{o}{s} %k1, %k2, %k3" for o in ("and", "andn", "or", "xor", "xnor") for s in "bwdq"]
TEXTS += [f"k{o}{s} %k1, %k2" for o in ("not", "ortest", "test") for s in "bwdq"]
TEXTS += [f"kshift{o}{s} $5, %k1, %k2" for o in "lr" for s in "bwdq"]
